"""What the history of a ticket says of its plans. Names stand beside each line, as its reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.tickets.module_facts import HistorySentence, Say
from deskhand.tickets.names import Names

Values = Mapping[str, Any]

_PLAIN = {
    "ticket.plan_started": gettext_lazy("%(who)s started a plan"),
    "ticket.plan_step_added": gettext_lazy("%(who)s added a step to the plan of this ticket alone"),
    "ticket.plan_step_late": gettext_lazy("A step of the plan is overdue"),
    "ticket.plan_called": gettext_lazy("A step of the plan called the desk’s webhooks"),
}

_ENDED = {
    "done": gettext_lazy("A step of the plan is done"),
    "declined": gettext_lazy("A step of the plan was declined"),
    "skipped": gettext_lazy("A step of the plan was left out, as its condition says"),
}

_GIVEN_UP = {
    "person": gettext_lazy("%(who)s gave the plan up"),
    "asker": gettext_lazy("The plan was given up, as whoever started it wanted"),
    "declined": gettext_lazy("The plan was given up, because it was declined"),
    "step": gettext_lazy("The plan was given up, as its step says"),
    "moved": gettext_lazy("The plan was given up, because the ticket went to another desk"),
    "ticket": gettext_lazy("The plan was given up with its ticket"),
}

_FAILED = {
    "task_cancelled": gettext_lazy("A step of the plan waits for somebody: its task was cancelled"),
    "task_gone": gettext_lazy("A step of the plan waits for somebody: its ticket is gone"),
    "withdrawn": gettext_lazy("A step of the plan waits for somebody: its approval was withdrawn"),
}


def _plain(who: str, values: Values, names: Names, code: str) -> str:
    return str(_PLAIN[code]) % {"who": who}


def _finished(who: str, values: Values, names: Names, code: str) -> str:
    if values.get("outcome") == "done":
        return _("The plan is done")
    return str(_GIVEN_UP.get(values.get("because", ""), _GIVEN_UP["person"])) % {"who": who}


def _begun(who: str, values: Values, names: Names, code: str) -> str:
    if values.get("opened"):
        return _("A step of the plan began: %(number)s") % {"number": values["opened"]}
    return _("A step of the plan began")


def _ended(who: str, values: Values, names: Names, code: str) -> str:
    if values.get("because") == "person":
        return _("%(who)s skipped a step of the plan") % {"who": who}
    return str(_ENDED[values["outcome"]])


def _failed(who: str, values: Values, names: Names, code: str) -> str:
    return str(_FAILED.get(values.get("problem", ""), _("A step of the plan could not be done")))


def _restarted(who: str, values: Values, names: Names, code: str) -> str:
    if values.get("because") == "reopened":
        return _("A step of the plan is open again with its task")
    return _("%(who)s restarted a step of the plan") % {"who": who}


ELSEWHERE = frozenset({"outcome", "because", "problem"})
"""What a desk may still read of the plans of the one from which a ticket came: neither their steps nor their tasks."""

_SAID: Mapping[str, Say] = {
    **dict.fromkeys(_PLAIN, _plain),
    "ticket.plan_finished": _finished,
    "ticket.plan_step_begun": _begun,
    "ticket.plan_step_ended": _ended,
    "ticket.plan_step_failed": _failed,
    "ticket.plan_step_restarted": _restarted,
}

SENTENCES = tuple(HistorySentence(code, say, ELSEWHERE) for code, say in _SAID.items())
"""One for each fact of the module that is about a ticket."""
