"""What Deskhand does to a ticket by itself, through the actions that a person would use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape, unescape
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.accounts.merging import who_is_now
from deskhand.accounts.models import Location, Person, Team
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.tickets import actions, canned, settable
from deskhand.tickets.actions.transition import go
from deskhand.tickets.bodies import composed, plain
from deskhand.tickets.models import CannedReply, Priority, Service, Status, Ticket

LABELS: Mapping[str, Any] = {
    "priority": gettext_lazy("Set the priority"),
    "status": gettext_lazy("Set the status"),
    "team": gettext_lazy("Give it to a team"),
    "assignee": gettext_lazy("Give it to a person"),
    "service": gettext_lazy("Set the service"),
    "location": gettext_lazy("Set the location"),
    "tag": gettext_lazy("Add a tag"),
    "untag": gettext_lazy("Take a tag off"),
    "note": gettext_lazy("Write a note"),
    "reply": gettext_lazy("Answer with a canned reply"),
    "mail": gettext_lazy("Write a letter to somebody"),
    "field": gettext_lazy("Fill in a field"),
    "end": gettext_lazy("Give the plan up"),
}
"""By the word of the deed."""

ROWS: Mapping[str, Any] = {"team": Team, "service": Service, "location": Location, "reply": CannedReply}
"""Deeds whose value is the id of a row of the desk."""


def do(says: Mapping[str, Any], *, actor: Actor, ticket: Ticket, reason: str, once: str) -> None:
    """Do it. The caller holds the ticket; ``once`` names this one time. Raises a DeskhandError where it cannot be
    done."""
    deed, value = says.get("deed", ""), says.get("value")
    if deed == "mail":
        actions.write_outside(actor=actor, ticket=ticket, to=says["to"], text=_filled(value, actor, ticket), once=once)
    elif deed == "field":
        settable.set_one(actor=actor, ticket=ticket, code=says["field"], value=value or "")
    else:
        _DO[deed](value, actor, ticket, reason)


def row_of(deed: str, value: Any, desk_id: int) -> Any:
    """The row of the desk that a value names; None where it is not there, or not in use any more."""
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    found = ROWS[deed].objects.within(desk_id).filter(pk=value)
    return (found.filter(is_active=True) if deed != "reply" else found).first()


def _row(deed: str, value: Any, ticket: Ticket) -> Any:
    found = row_of(deed, value, ticket.desk_id)
    if found is None:
        raise Invalid(_("What the step names is not there any more."))
    return found


def _status(value: Any, actor: Actor, ticket: Ticket, reason: str) -> None:
    found = Status.objects.within(ticket.desk_id).filter(key=value).first()
    if found is None:
        raise Invalid(_("What the step names is not there any more."))
    go(actor=actor, ticket=ticket, to=found, because="plan")


def _team(value: Any, actor: Actor, ticket: Ticket, reason: str) -> None:
    to = _row("team", value, ticket)
    note = plain(reason) if to.is_above(ticket.team) else None
    actions.give_to_team(actor=actor, ticket=ticket, to=to, note=note, reason=reason)


def _assignee(value: Any, actor: Actor, ticket: Ticket, reason: str) -> None:
    person = Person.objects.filter(pk=who_is_now(value)).first()
    if person is None:
        raise Invalid(_("What the step names is not there any more."))
    actions.assign(actor=actor, ticket=ticket, to=person, reason=reason)


def _reply(value: Any, actor: Actor, ticket: Ticket, reason: str) -> None:
    found = _row("reply", value, ticket)
    body = canned.filled(found.body, canned.values_for(actor, ticket))
    actions.reply(actor=actor, ticket=ticket, body=composed(body))


def _filled(value: Any, actor: Actor, ticket: Ticket) -> str:
    """The text with what its variables stand for."""
    return unescape(canned.filled(escape(value), canned.values_for(actor, ticket)))


def _service(value: Any, actor: Actor, ticket: Ticket, reason: str) -> None:
    actions.change_service(actor=actor, ticket=ticket, to=_row("service", value, ticket))


def _location(value: Any, actor: Actor, ticket: Ticket, reason: str) -> None:
    actions.change_location(actor=actor, ticket=ticket, to=_row("location", value, ticket))


def _priority(value: Any, actor: Actor, ticket: Ticket, reason: str) -> None:
    actions.change_priority(actor=actor, ticket=ticket, to=Priority.of(value).value, reason=reason)


def _note(value: Any, actor: Actor, ticket: Ticket, reason: str) -> None:
    actions.note(actor=actor, ticket=ticket, body=plain(value))


def _tag(value: Any, actor: Actor, ticket: Ticket, reason: str) -> None:
    actions.tag(actor=actor, ticket=ticket, add=[value])


def _untag(value: Any, actor: Actor, ticket: Ticket, reason: str) -> None:
    actions.tag(actor=actor, ticket=ticket, remove=[value])


_DO: Mapping[str, Callable[[Any, Actor, Ticket, str], None]] = {
    "priority": _priority,
    "status": _status,
    "team": _team,
    "assignee": _assignee,
    "service": _service,
    "location": _location,
    "tag": _tag,
    "untag": _untag,
    "note": _note,
    "reply": _reply,
}
