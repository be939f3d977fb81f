"""Several fields of one ticket at once, with the values that the caller saw: the API's PATCH and the web's forms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, Invalid, Stale
from deskhand.tickets import access
from deskhand.tickets.actions.assign import assign, give_to_team
from deskhand.tickets.actions.change import (
    change_affected,
    change_kind,
    change_location,
    change_organization,
    change_priority,
    change_requester,
    change_service,
    change_subject,
)
from deskhand.tickets.actions.tag import retag
from deskhand.tickets.actions.transition import set_status
from deskhand.tickets.models import Ticket

_Step = Callable[[Actor, Ticket, Any, Mapping[str, Any]], Ticket]

STEPS: dict[str, _Step] = {
    "subject": lambda actor, ticket, value, more: change_subject(actor=actor, ticket=ticket, to=value),
    "kind": lambda actor, ticket, value, more: change_kind(actor=actor, ticket=ticket, to=value),
    "requester": lambda actor, ticket, value, more: change_requester(actor=actor, ticket=ticket, to=value),
    "affected": lambda actor, ticket, value, more: change_affected(actor=actor, ticket=ticket, to=value),
    "organization": lambda actor, ticket, value, more: change_organization(actor=actor, ticket=ticket, to=value),
    "service": lambda actor, ticket, value, more: change_service(actor=actor, ticket=ticket, to=value),
    "location": lambda actor, ticket, value, more: change_location(actor=actor, ticket=ticket, to=value),
    "team": lambda actor, ticket, value, more: give_to_team(
        actor=actor, ticket=ticket, to=value, note=more.get("note"), reason=more.get("reason", "")
    ),
    "assignee": lambda actor, ticket, value, more: assign(
        actor=actor, ticket=ticket, to=value, reason=more.get("reason", "")
    ),
    "priority": lambda actor, ticket, value, more: change_priority(
        actor=actor, ticket=ticket, to=value, reason=more.get("reason", "")
    ),
    "tags": lambda actor, ticket, value, more: retag(actor=actor, ticket=ticket, to=value),
    "status": lambda actor, ticket, value, more: set_status(
        actor=actor, ticket=ticket, to=value, reason=more.get("reason", "")
    ),
}
"""Fields that can be changed, in the order in which they are: the team before the assignee that it may take away."""


@transaction.atomic
def patch(
    *,
    actor: Actor,
    ticket: Ticket,
    changes: Mapping[str, Any],
    version: int | None = None,
    saw: Mapping[str, Any] | None = None,
    **more: Any,
) -> Ticket:
    """Change several fields, all or none. ``changes`` maps names of :data:`STEPS` to new values (rows, numbers, words).

    ``version`` is the ticket's version that the caller knows: another one raises Stale. ``saw`` maps the changed
    fields to the values that the caller saw (ids for rows): one that differs raises Conflict naming before, theirs
    and yours. ``more`` may hold ``note`` (a hand-over note's Body) and ``reason``.
    """
    unknown = sorted(set(changes) - set(STEPS))
    if unknown:
        raise Invalid(_("This field cannot be changed: %(name)s.") % {"name": unknown[0]}, dict.fromkeys(unknown, ""))
    locked = access.served_ticket_for(actor, ticket.number, locked=True)
    if version is not None and version != locked.version:
        raise Stale(_("The ticket has changed meanwhile. Look at it again, then repeat your change."))
    _check_seen(locked, changes, saw or {})
    for name, step in STEPS.items():
        if name in changes:
            locked = step(actor, locked, changes[name], more)
    return locked


def value_of(ticket: Ticket, name: str) -> Any:
    """A field as it is compared: the id of a row, or the plain value."""
    if name == "tags":
        return sorted(ticket.tags.values_list("name", flat=True))
    return getattr(ticket, f"{name}_id", None) if hasattr(Ticket, f"{name}_id") else getattr(ticket, name)


def _check_seen(ticket: Ticket, changes: Mapping[str, Any], saw: Mapping[str, Any]) -> None:
    clashes = {}
    for name, before in saw.items():
        theirs = value_of(ticket, name)
        yours = getattr(changes.get(name), "pk", changes.get(name))
        if name in changes and theirs not in (before, yours):
            clashes[name] = (before, theirs, yours)
    if clashes:
        raise Conflict(_("Somebody changed this ticket while you were editing it."), clashes)
