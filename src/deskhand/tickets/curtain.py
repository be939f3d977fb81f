"""The curtain: who may know of a confidential ticket, as conditions for queries and for one ticket at hand.

A role on the desk is not enough, not even the administrator's. Those on the ticket's list read and work on it. Who is
excluded never does. Broken glass lets somebody read for its time, and do nothing else. The requester's side keeps what
it had, unless somebody there is excluded.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypedDict

from django.db.models import Exists, OuterRef, Q

from deskhand.kernel import permissions
from deskhand.kernel.actor import Actor

if TYPE_CHECKING:
    from deskhand.tickets.models import Ticket

NOT_LISTED, LISTED, EXCLUDED = "", "listed", "excluded"
"""How somebody stands to a confidential ticket."""


class Lens(TypedDict):
    """What of an actor decides over confidential tickets, as values that a prepared query takes."""

    person: int | None
    glass: list[int]
    opened: list[int]


def lens(actor: Actor) -> Lens:
    """The actor's."""
    return Lens(person=actor.person_id, glass=sorted(actor.glass), opened=sorted(actor.glass_tickets))


def may_know(actor: Actor, path: str = "") -> Q:
    """Condition on tickets (``path`` leads to them) of desks that the actor serves: of the confidential ones those of
    which they may know."""
    return known_to(**lens(actor), path=path)


def known_to(*, person: int | None, glass: Sequence[int] = (), opened: Sequence[int] = (), path: str = "") -> Q:
    """As :func:`may_know`, of an actor's :func:`lens`."""
    condition = Q(**{f"{path}is_confidential": False}) | Q(Exists(_rows(person, path).filter(is_excluded=False)))
    if glass or opened:
        broken = Q(**{f"{path}desk_id__in": list(glass)}) | Q(**{f"{path}pk__in": list(opened)})
        condition |= broken & ~Q(Exists(_rows(person, path).filter(is_excluded=True)))
    return condition


def is_not_excluded(actor: Actor, path: str = "") -> Q:
    """Condition on tickets (``path`` leads to them): the actor is not excluded from it."""
    excluded = Exists(_rows(actor.person_id, path).filter(is_excluded=True))
    return Q(**{f"{path}is_confidential": False}) | ~Q(excluded)


def _rows(person: int | None, path: str) -> Any:
    from deskhand.tickets.models import NeedToKnow

    rows = NeedToKnow.objects.beyond_walls("joined to the ticket that is read")
    return rows.filter(ticket_id=OuterRef(f"{path}pk"), person_id=person)


def hidden_numbers(actor: Actor, desk_id: int) -> Any:
    """A query for the numbers of confidential tickets of which the actor may not know, those of the desk and those that
    may have left it: what other apps keep by number (letters) is shown without those."""
    from deskhand.tickets.models import NeedToKnow, Ticket

    listed = NeedToKnow.objects.beyond_walls("to leave them out").values("ticket_id")
    rows = Ticket.objects.beyond_walls("to leave them out").filter(Q(desk_id=desk_id) | Q(pk__in=listed))
    return rows.filter(is_confidential=True).exclude(may_know(actor)).values("number")


def standing(ticket: Ticket, person_id: int | None) -> str:
    """How the person stands to the ticket. Asked once for each ticket in memory."""
    from deskhand.tickets.models import NeedToKnow

    known: dict[int, bool] | None = ticket.__dict__.get("_need_to_know")
    if known is None:
        rows = NeedToKnow.objects.beyond_walls("of this ticket").filter(ticket_id=ticket.pk)
        known = dict(rows.values_list("person_id", "is_excluded"))
        ticket.__dict__["_need_to_know"] = known
    if person_id is None or person_id not in known:
        return NOT_LISTED
    return EXCLUDED if known[person_id] else LISTED


def keeps_out(ticket: Ticket, actor: Actor, permission: str) -> bool:
    """Whether the confidential ticket stays closed to the actor for this verb of the desk's people."""
    if actor.is_system:
        return False
    found = standing(ticket, actor.person_id)
    if found != NOT_LISTED:
        return found == EXCLUDED
    is_broken = ticket.desk_id in actor.glass or ticket.pk in actor.glass_tickets
    return not (is_broken and actor.person_id is not None and permissions.rule(permission).is_reading)


def may_read(actor: Actor, ticket: Ticket) -> bool:
    """Whether the actor may (still) read the ticket as staff of its desk."""
    return actor.may_on("tickets.read", ticket)


def forget(ticket: Ticket) -> None:
    """After a change of the list: ask again."""
    ticket.__dict__.pop("_need_to_know", None)


def knows(ticket: Ticket, person_id: int | None) -> bool:
    """Whether somebody with a role on the desk may know of the ticket."""
    return not ticket.is_confidential or standing(ticket, person_id) == LISTED


def is_excluded(ticket: Ticket, person_id: int | None) -> bool:
    """Whether the person is excluded from the ticket."""
    return ticket.is_confidential and standing(ticket, person_id) == EXCLUDED
