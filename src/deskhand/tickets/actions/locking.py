"""Holding a ticket with those that it is merged with: always by ascending number, so that nobody waits in a circle."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q, Subquery
from django.utils.translation import gettext as _

from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, NotFound
from deskhand.tickets import access
from deskhand.tickets.models import Ticket


def hold_together(desk_id: int, *ids: int) -> dict[int, Ticket]:
    """Lock tickets of one desk, those on which they are heard, and all that is heard there, too. Raises Conflict if
    they were merged otherwise before they were held."""
    together = _together(desk_id, ids)
    held = _locked(desk_id, Q(pk__in=together))
    if not set(ids) <= set(held) or _together(desk_id, ids) != together:
        raise _changed()
    return held


def hold_heard(ticket: Ticket) -> tuple[Ticket, Ticket]:
    """Lock the ticket, and the one on which it is heard: mostly itself, also while that one lies in the bin or is spam.
    Raises NotFound if it is not on its desk any more, Conflict if it was merged into a lower number while it was
    asked for."""
    named = Ticket.objects.within(ticket.desk_id).filter(pk=ticket.pk).values("survivor_id")
    held = _locked(ticket.desk_id, Q(pk=ticket.pk) | Q(pk=Subquery(named)))
    own = held.get(ticket.pk)
    if own is None:
        raise NotFound
    if own.survivor_id is None:
        return own, own
    if own.survivor_id not in held:
        held |= _locked_above(own, own.survivor_id)
    heard = held.get(own.survivor_id)
    return own, own if heard is None or heard.is_spam or heard.deleted_at is not None else heard


def hold_served(actor: Actor, ticket: Ticket) -> tuple[Ticket, Ticket]:
    """As :func:`hold_heard`, for whoever serves the ticket; else NotFound."""
    return hold_heard(access.served_ticket_for(actor, ticket.number))


def _together(desk_id: int, ids: Collection[int]) -> set[int]:
    desk = Ticket.objects.within(desk_id).with_confidential("held for who passed the gate")
    roots = {survivor or pk for pk, survivor in desk.filter(pk__in=ids).values_list("pk", "survivor_id")}
    return {*ids, *desk.filter(Q(pk__in=roots) | Q(survivor_id__in=roots)).values_list("pk", flat=True)}


def _locked(desk_id: int, which: Q) -> dict[int, Ticket]:
    found = (
        Ticket.objects.within(desk_id)
        .with_confidential("held for who passed the gate")
        .select_related("desk", "status", "requester", "team", "assignee")
        .select_for_update(of=("self",))
        .filter(which)
        .order_by("number")
    )
    return {one.pk: one for one in found}


def _locked_above(own: Ticket, survivor_id: int) -> dict[int, Ticket]:
    """The survivor of a ticket that is held already: only upwards, for others wait for both in that order."""
    if Ticket.objects.within(own.desk_id).filter(pk=survivor_id, number__lt=own.number).exists():
        raise _changed()
    return _locked(own.desk_id, Q(pk=survivor_id))


def _changed() -> Conflict:
    return Conflict(_("The ticket has changed meanwhile. Read it again, then repeat your change."))
