"""Changing a ticket's fields by their names, as staff and as requester."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from deskhand.api import lookups
from deskhand.api.shown.tickets import etag
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Denied, Stale
from deskhand.tickets import access, actions
from deskhand.tickets.bodies import Body, composed
from deskhand.tickets.models import Priority, Ticket

_ETAG = re.compile(r'(?:W/)?("[^"]*")')

AROUND = ("note", "reason")
"""Members of a change that are no fields of the ticket."""

_Read = Callable[[Actor, Ticket, Any], Any]

READ: dict[str, _Read] = {
    "subject": lambda actor, ticket, value: value,
    "kind": lambda actor, ticket, value: value,
    "priority": lambda actor, ticket, value: int(Priority.of(value)),
    "status": lambda actor, ticket, value: lookups.status(ticket.desk_id, value),
    "team": lambda actor, ticket, value: None if value is None else lookups.team(ticket.desk_id, value),
    "assignee": lambda actor, ticket, value: None if value is None else lookups.assignee(ticket.desk_id, value),
    "requester": lambda actor, ticket, value: lookups.person(actor, value),
    "service": lambda actor, ticket, value: None if value is None else lookups.service(ticket.desk_id, value),
    "location": lambda actor, ticket, value: None if value is None else lookups.location(ticket.desk_id, value),
    "tags": lambda actor, ticket, value: value,
}
"""From the word in the request to the value that the action takes."""


def acts_as_staff(actor: Actor, ticket: Ticket) -> bool:
    """Whether a change is one of the desk's or one of the requester's side. Auditors read like staff; a ticket of
    their own they change as its requester."""
    return actor.may_on("tickets.change", ticket) or not access.is_on_requesters_side(actor, ticket)


def need_match(ticket: Ticket, if_match: str | None) -> None:
    """Raise Stale unless the caller knows this version of the locked ticket. A weak tag counts like a strong one:
    proxies that compress weaken them."""
    if if_match is None or if_match.strip() == "*":
        return
    if etag(ticket.number, ticket.version) not in _ETAG.findall(if_match):
        raise Stale(_("The ticket has changed meanwhile. Read it again, then repeat your change."))


def by_staff(actor: Actor, ticket: Ticket, given: Mapping[str, Any]) -> None:
    """All that may be changed."""
    fields = {name: value for name, value in given.items() if name not in AROUND}
    actor.need_on("tickets.change", ticket)
    if given.get("note") and fields.get("team") is None:
        raise lookups.wrong("note", _("A hand-over note goes with a team. Write other notes as messages."))
    values = {name: READ[name](actor, ticket, value) for name, value in fields.items()}
    note: Body | None = composed(given["note"]) if given.get("note") else None
    actions.patch(actor=actor, ticket=ticket, changes=values, note=note, reason=given.get("reason", ""))


def by_requester(actor: Actor, ticket: Ticket, given: Mapping[str, Any]) -> None:
    """Resolve, reopen or cancel one's own ticket."""
    others = sorted(set(given) - {"status"})
    if others:
        words = _("Only people who serve the desk may change this: %(names)s. You may change the status.")
        raise Denied(words % {"names": ", ".join(others)})
    if "status" in given:
        status = lookups.status(ticket.desk_id, given["status"])
        actions.own_transition(actor=actor, ticket=ticket, category=status.category)
