"""Linking tickets, and taking links away."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.tickets import access, confiding, curtain
from deskhand.tickets.linking_events import TicketLinked, TicketUnlinked
from deskhand.tickets.links_between import COUNTERPARTS, STORED
from deskhand.tickets.models import LinkKind, Ticket, TicketLink
from deskhand.tickets.querysets import staff_desks

LINK_LIMIT = 200
"""Most links of one ticket."""

IN_ORDER = (LinkKind.BLOCKS, LinkKind.PARENT_OF)
"""Kinds that lead one way: nothing may come round to where it began."""

_LOCK = (0x6C6B, 1)
"""The name of the advisory lock under which links that lead one way are made."""


@transaction.atomic
def link_tickets(*, actor: Actor, ticket: Ticket, kind: str, to: int) -> TicketLink:
    """Say what the ticket is to the one of the number ``to``, which the actor must serve, too. Raises Invalid for what
    cannot be named or lies in the bin or spam, Conflict for a circle or a second parent as far as the actor may know,
    or a link that is there."""
    actor.need_on("tickets.change", ticket)
    if kind not in COUNTERPARTS:
        raise Invalid(_("There is no such kind of link."), {"kind": _("Choose what the ticket is to the other one.")})
    if to == ticket.number:
        raise _wrong(_("A ticket cannot be linked to itself."))
    _wait_turn(kind)
    here, there = _both(actor, ticket.number, to)
    one, other = (here, there) if kind in STORED else (there, here)
    stored = kind if kind in STORED else COUNTERPARTS[kind]
    _need_possible(actor, one, other, stored)
    row: TicketLink = TicketLink.objects.create(ticket=one, other=other, kind=stored, made_at=clock.now())
    for end, far, word in ((here, there, kind), (there, here, COUNTERPARTS[kind])):
        fact = TicketLinked(ticket=end.pk, kind=str(word), number=_told_number(end, far))
        emit(fact, actor=actor, desk_id=end.desk_id)
    return row


@transaction.atomic
def unlink_tickets(*, actor: Actor, ticket: Ticket, link_id: int) -> None:
    """Take a link away. Raises NotFound unless the actor serves both of its tickets, and Invalid for that of a task to
    its request."""
    actor.need_on("tickets.change", ticket)
    rows = TicketLink.objects.beyond_walls("both ends are judged below").select_related("ticket", "other")
    row: TicketLink | None = rows.filter(Q(ticket_id=ticket.pk) | Q(other_id=ticket.pk), pk=link_id).first()
    if row is None:
        raise NotFound
    if row.kind == LinkKind.PARENT_OF and row.other.is_task and row.ticket.desk_id == row.other.desk_id:
        raise _wrong(_("A task stays with its request. Resolve or cancel it."))
    ends = ((row.ticket, row.other, row.kind), (row.other, row.ticket, COUNTERPARTS[row.kind]))
    for end, _far, _kind in ends:
        access.served_ticket_for(actor, end.number)
    row.delete()
    for end, far, kind in ends:
        fact = TicketUnlinked(ticket=end.pk, kind=str(kind), number=_told_number(end, far))
        emit(fact, actor=actor, desk_id=end.desk_id)


def _told_number(end: Ticket, far: Ticket) -> int | None:
    """The number by which the history of one end names the other: not across a wall, and of a confidential one only
    where the same people read both."""
    is_known = far.desk_id == end.desk_id and (not far.is_confidential or confiding.is_one_list(end, far))
    return far.number if is_known else None


def hold_ends(actor: Actor, kind: str, *numbers: int) -> None:
    """Hold, until the end of the transaction, what a link of the kind between the tickets needs, in the order in which
    :func:`link_tickets` does: for whoever holds one of them before. What the actor does not serve is left out."""
    _wait_turn(kind)
    for number in sorted(numbers):
        with suppress(NotFound):  # The verb says so.
            access.served_ticket_for(actor, number, locked=True)


def _wait_turn(kind: str) -> None:
    if kind in IN_ORDER or COUNTERPARTS[kind] in IN_ORDER:
        _one_at_a_time()


def _one_at_a_time() -> None:
    """Wait until nobody else makes a link that leads one way: of two that would close a circle together, the second one
    has to find the first. With SQLite all that write take turns anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", _LOCK)


def _both(actor: Actor, one: int, other: int) -> tuple[Ticket, Ticket]:
    """Both tickets, held in the order of their numbers."""
    held: dict[int, Ticket] = {}
    for number in sorted((one, other)):
        try:
            held[number] = access.served_ticket_for(actor, number, locked=True)
        except NotFound:
            if number == one:
                raise
            raise _wrong(_("There is no ticket %(number)s that you serve.") % {"number": other}) from None
    actor.need_on("tickets.change", held[other])
    return held[one], held[other]


def _need_possible(actor: Actor, one: Ticket, other: Ticket, kind: str) -> None:
    for end in (one, other):
        if end.deleted_at is not None or end.is_spam:
            raise _wrong(_("%(number)s is in the bin or spam: restore it first.") % {"number": end.number})
    _need_fit_for_tasks(one, other, kind)
    rows = TicketLink.objects.beyond_walls("of two tickets that the actor serves")
    both_ways = Q(ticket=one, other=other) | (Q(ticket=other, other=one) if kind == LinkKind.RELATED else Q(pk__in=[]))
    if rows.filter(both_ways, kind=kind).exists():
        raise Conflict(_("These tickets are linked like this already."))
    if kind == LinkKind.PARENT_OF and _known(actor, kind).filter(other=other).exists():
        raise Conflict(_("%(number)s has a parent already. Take that link away first.") % {"number": other.number})
    if kind in IN_ORDER and _leads_to(actor, other.pk, one.pk, kind):
        raise Conflict(_("This would lead in a circle: %(number)s comes before this one.") % {"number": other.number})
    for end in (one, other):
        if not may_have_more(end):
            words = _("%(number)s has %(limit)s links, and can have no more.")
            raise Conflict(words % {"number": end.number, "limit": LINK_LIMIT})


def _need_fit_for_tasks(one: Ticket, other: Ticket, kind: str) -> None:
    """A task is work on a ticket: it comes below one and is the same as none. Everything else goes."""
    if kind == LinkKind.PARENT_OF and one.is_task:
        raise _wrong(_("%(number)s is a task: nothing is part of it.") % {"number": one.number})
    if kind == LinkKind.DUPLICATE_OF and one.is_task != other.is_task:
        raise _wrong(_("A task and a request are never duplicates of each other. Link them as related."))


def may_have_more(ticket: Ticket) -> bool:
    """Whether the ticket has fewer than LINK_LIMIT links, whoever may know of them."""
    rows = TicketLink.objects.beyond_walls("counted for a limit")
    count: int = rows.filter(Q(ticket=ticket) | Q(other=ticket)).count()
    return count < LINK_LIMIT


def _known(actor: Actor, kind: str) -> Any:
    """Links of the kind between tickets that the actor serves: a refusal must not tell of any other."""
    served = staff_desks(actor)
    rows = TicketLink.objects.beyond_walls("both ends are judged here").filter(kind=kind)
    rows = rows.filter(curtain.may_know(actor, "ticket__"), curtain.may_know(actor, "other__"))
    return rows.filter(ticket__desk_id__in=served, other__desk_id__in=served)


def _leads_to(actor: Actor, start: int, goal: int, kind: str) -> bool:
    """Whether links of this kind that the actor may know lead from one ticket to another. A query for each step
    away."""
    rows = _known(actor, kind)
    seen, level = {start}, {start}
    while level:
        level = set(rows.filter(ticket_id__in=level).values_list("other_id", flat=True)) - seen
        if goal in level:
            return True
        seen |= level
    return False


def _wrong(words: str) -> Invalid:
    return Invalid(words, {"to": words})
