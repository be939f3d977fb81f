"""What a bulk change gives to tickets, as it is written down until its turn comes, and in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from deskhand.accounts.models import Desk, Location, Person, Team
from deskhand.kernel.errors import Invalid
from deskhand.tickets.models import BulkRun, Service, Status
from deskhand.tickets.moving import Move
from deskhand.tickets.names import priority_word
from deskhand.web import moments


def packed(value: Any) -> Any:
    """A value of a bulk change as JSON: a row by its id; a desk to which notes do not go along as a list of it."""
    if isinstance(value, Move):
        return [value.to.pk] if value.keeps_all else value.to.pk
    return value.pk if hasattr(value, "pk") else value


def unpacked(run: BulkRun) -> Any:
    """The value as the action takes it. Raises Invalid for a row that is not there any more."""
    found: Any = run.value
    if run.value is None or run.verb not in _ROWS:
        return found
    found = _rows(run).first()
    if found is None:
        raise Invalid(_("What was chosen is not there any more."))
    return Move(found, keeps_all=isinstance(run.value, list)) if run.verb == "move" else found


def deed(run: BulkRun) -> str:
    """What the change does, in words."""
    given = _name(run)
    words = {
        "assign": _("Assignee: %(value)s"),
        "team": _("Team: %(value)s"),
        "status": _("Status: %(value)s"),
        "priority": _("Priority: %(value)s"),
        "service": _("Service: %(value)s"),
        "location": _("Location: %(value)s"),
        "tag": ngettext("Tag put on: %(value)s", "Tags put on: %(value)s", _count(run)),
        "untag": ngettext("Tag taken off: %(value)s", "Tags taken off: %(value)s", _count(run)),
        "snooze": _("On hold until %(value)s"),
        "move": _("To the desk %(value)s"),
        "spam": _("Marked as spam"),
        "unspam": _("Not spam"),
        "delete": _("To the bin"),
        "restore": _("Out of the bin"),
    }.get(run.verb, run.verb)
    return words % {"value": given}


_ROWS = ("assign", "team", "status", "move", "service", "location")
_WALLED: Mapping[str, Any] = {"team": Team, "status": Status, "service": Service, "location": Location}
_NOTHING = {"assign": gettext_lazy("Nobody"), "team": gettext_lazy("No team")}


def _rows(run: BulkRun) -> Any:
    pk: Any = run.value
    if run.verb == "assign":
        return Person.objects.filter(pk=pk)
    if run.verb == "move":
        return Desk.objects.filter(pk=pk[0] if isinstance(pk, list) else pk)
    return _WALLED[run.verb].objects.within(run.desk_id).filter(pk=pk)


def _name(run: BulkRun) -> str:
    value: Any = run.value
    if run.verb in _ROWS:
        if value is None:
            return str(_NOTHING.get(run.verb, _("none")))
        row = _rows(run).first()
        return _("something that is not there any more") if row is None else getattr(row, "label", "") or row.name
    if run.verb == "priority":
        return priority_word(value)
    if run.verb == "snooze":
        return moments.exact(datetime.fromisoformat(value))
    return ", ".join(value) if isinstance(value, list) else ""


def _count(run: BulkRun) -> int:
    return len(run.value) if isinstance(run.value, list) else 1
