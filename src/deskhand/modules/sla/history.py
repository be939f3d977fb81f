"""What the history of a ticket says of its promises."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from deskhand.modules.sla.promises import name_in
from deskhand.tickets.module_facts import HistorySentence
from deskhand.tickets.names import Names
from deskhand.web import moments

Values = Mapping[str, Any]


def warned(who: str, values: Values, names: Names, code: str) -> str:
    """What is due soon (or was, for a warning that comes afterwards), and when."""
    said = _said(values)
    if str(values.get("milestone", "")).startswith("after:"):
        pattern = _("Overdue for a while: %(what)s. It was due %(when)s")
        late = _("Overdue for a while: %(what)s. It was due %(when)s. Told late, Deskhand was not running")
    else:
        pattern = _("Due soon: %(what)s, by %(when)s")
        late = _("Due soon: %(what)s, by %(when)s. Told late, Deskhand was not running")
    return (late if values.get("is_late") else pattern) % said


def breached(who: str, values: Values, names: Names, code: str) -> str:
    """What was not kept."""
    if values.get("is_late"):
        return _("Overdue: %(what)s. It was due %(when)s. Told late, Deskhand was not running") % _said(values)
    return _("Overdue: %(what)s. It was due %(when)s") % _said(values)


def _said(values: Values) -> dict[str, str]:
    due = values.get("due_at")
    when = moments.exact(datetime.fromisoformat(due)) if due else "?"
    return {"what": name_in(str(values.get("key", ""))), "when": when}


SENTENCES = (HistorySentence("ticket.sla_warned", warned), HistorySentence("ticket.sla_breached", breached))
