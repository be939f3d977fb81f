"""What the history of a ticket says of its tasks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from deskhand.tickets.module_facts import HistorySentence
from deskhand.tickets.names import Names

Values = Mapping[str, Any]

_PLAIN = {
    "ticket.task_added": gettext_lazy("%(who)s added a task"),
    "ticket.task_changed": gettext_lazy("%(who)s changed a task"),
    "ticket.task_finished": gettext_lazy("%(who)s finished a task"),
    "ticket.task_reopened": gettext_lazy("%(who)s opened a finished task again"),
    "ticket.task_dropped": gettext_lazy("%(who)s took a task away"),
    "ticket.task_restored": gettext_lazy("%(who)s put a task back"),
}


def _plain(who: str, values: Values, names: Names, code: str) -> str:
    return str(_PLAIN[code]) % {"who": who}


def _added(who: str, values: Values, names: Names, code: str) -> str:
    if values.get("is_mandatory"):
        return _("%(who)s added a mandatory task") % {"who": who}
    return _plain(who, values, names, code)


def _assigned(who: str, values: Values, names: Names, code: str) -> str:
    person = values.get("person")
    if person:
        said = {"who": who, "person": names.person(person)}
        return (
            _("%(who)s took a task") % said if said["person"] == who else _("%(who)s gave a task to %(person)s") % said
        )
    pattern = _("%(who)s gave a task to a team") if values.get("team") else _("%(who)s gave a task to nobody")
    return pattern % {"who": who}


def _applied(who: str, values: Values, names: Names, code: str) -> str:
    count = len(values.get("tasks", []))
    said = {"who": who, "num": count}
    return ngettext("%(who)s added a checklist: %(num)s task", "%(who)s added a checklist: %(num)s tasks", count) % said


SENTENCES = (
    *(HistorySentence(code, _plain) for code in _PLAIN if code != "ticket.task_added"),
    HistorySentence("ticket.task_added", _added),
    HistorySentence("ticket.task_assigned", _assigned),
    HistorySentence("ticket.checklist_applied", _applied),
)
"""One for each fact of the module that is about a ticket."""
