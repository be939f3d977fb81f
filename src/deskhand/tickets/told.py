"""What somebody was told and may still know: a notification counts while its reader serves the desk that its ticket
is on, and while the ticket is neither spam nor in the bin."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q

from deskhand.kernel.actor import Actor
from deskhand.kernel.prepared import Prepared
from deskhand.notify import kinds, queries
from deskhand.notify.models import Notification
from deskhand.notify.queries import Shown
from deskhand.tickets import curtain
from deskhand.tickets.models import Ticket
from deskhand.tickets.notification_kinds import ASSIGNED

UNREAD_LIMIT = 100
"""Unread notifications are counted up to this; beyond it nobody needs the number."""


PAGE = 30
"""Tickets on one page of the bell."""

OF_ONE = 20
"""Notifications about one ticket that are shown, the newest; older ones are counted."""

ONLY = ("unread", "assigned")
"""What the list can be narrowed to: what is unread, and what was given to oneself or one's team."""


@dataclass
class About:
    """What was told about one ticket, newest first. ``count`` is how many there are, ``unread`` how many of those."""

    number: int | None
    count: int
    unread: int
    shown: list[Shown] = field(default_factory=list)


def page(actor: Actor, *, only: str = "", before: int | None = None) -> tuple[list[About], int | None]:
    """A page of what the person was told, grouped by ticket, the newest word first, and the id from which the next
    page goes on. Four queries, however many there are."""
    rows = _narrowed(known(actor), only)
    groups = (
        rows.order_by()
        .values("ticket_number")
        .annotate(newest=Max("pk"), n=Count("pk"), unread=Count("pk", filter=Q(read_at=None)))
    )
    if before is not None:
        groups = groups.filter(newest__lt=before)
    found = list(groups.order_by("-newest")[: PAGE + 1])
    abouts = {one["ticket_number"]: About(one["ticket_number"], one["n"], one["unread"]) for one in found[:PAGE]}
    for shown in queries.in_words(_newest_of(rows, list(abouts)), actor):
        abouts[shown.row.ticket_number].shown.append(shown)
    onward = found[PAGE - 1]["newest"] if len(found) > PAGE else None
    return [one for one in abouts.values() if one.shown], onward


def since(actor: Actor, after: int, limit: int) -> list[Shown]:
    """The newest unread notifications after an id, newest first."""
    rows = known(actor).filter(read_at=None, pk__gt=after)
    return queries.in_words(list(rows.order_by("-pk")[:limit]), actor)


def unread(actor: Actor) -> int:
    """How many notifications the person has not seen yet, at most UNREAD_LIMIT. One query."""
    return min(sum(waiting(actor).values()), UNREAD_LIMIT)


def waiting(actor: Actor) -> dict[int, int]:
    """How many of :func:`known` the person has not seen yet, by desk. One query."""
    found: dict[int, int] = defaultdict(int)
    if actor.person_id is None or actor.only_ticket is not None:
        return found
    desks = sorted(actor.desks_with("tickets.read"))
    for desk, kind, number in _unseen.rows(desks=desks, **curtain.lens(actor)):
        if kinds.is_told(kind, desk):
            found[desk] += number
    return found


def _unseen_by(desks: list[int], person: int, glass: list[int], opened: list[int]) -> Any:
    """Rows of desk, kind and how many."""
    lens = curtain.Lens(person=person, glass=glass, opened=opened)
    tickets = Ticket.objects.known_on(desks, lens).listed().filter(number=OuterRef("ticket_number"))
    mine = Notification.objects.filter(person_id=person, in_app=True, read_at=None, desk_id__in=desks)
    seen = mine.filter(Q(ticket_number=None) | Q(Exists(tickets))).order_by()
    return seen.values("desk_id", "kind").annotate(n=Count("pk")).values_list("desk_id", "kind", "n")


_unseen = Prepared(_unseen_by)


def known(actor: Actor) -> Any:
    """The person's notifications at the bell, without what lies behind a wall by now. Those of modules that are about
    no ticket count by their desk alone."""
    return queries.at_the_bell(actor).filter(still_seen(actor))


def still_seen(actor: Actor) -> Q:
    """Condition for notifications whose ticket the actor may still see, and whose module is on there."""
    tickets = Ticket.objects.served_by(actor).listed().filter(number=OuterRef("ticket_number"))
    return kinds.in_force() & (Q(ticket_number=None) | Q(Exists(tickets)))


def _narrowed(rows: Any, only: str) -> Any:
    if only == "unread":
        return rows.filter(read_at=None)
    return rows.filter(kind__in=ASSIGNED) if only == "assigned" else rows


def _newest_of(rows: Any, numbers: Sequence[int | None]) -> list[Notification]:
    """At most OF_ONE rows for each ticket, newest first. One query."""
    of_these = Q(ticket_number__in=[one for one in numbers if one is not None])
    if None in numbers:
        of_these |= Q(ticket_number=None)
    kept: dict[int | None, list[Notification]] = defaultdict(list)
    for row in rows.filter(of_these).order_by("-pk")[: PAGE * OF_ONE]:
        if len(kept[row.ticket_number]) < OF_ONE:
            kept[row.ticket_number].append(row)
    return [row for some in kept.values() for row in some]
