"""Glass that is broken now: what it adds to an actor, and what the apps above tell about tickets.

Nobody pays a question for it: who has any is kept with the switches, and read again with their version. Only whoever
seems to have some is asked about anew, so that glass which was ended is closed with the next click, everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace

from deskhand.accounts.models import BreakGlass, DeskRole, GlassRead, Person
from deskhand.kernel import clock, switches
from deskhand.kernel.actor import Actor
from deskhand.kernel.permissions import ADMIN, AUDITOR, READERS

_KEPT = "accounts.glass"


@dataclass
class _Tickets:
    """What accounts cannot know by themselves; the app of the tickets tells it when it starts."""

    find: Callable[[int, int], int | None] = lambda _desk_id, _number: None
    excluded: Callable[[Collection[int]], Mapping[int, frozenset[int]]] = lambda _ticket_ids: {}
    numbers: Callable[[int], frozenset[int]] = lambda _person_id: frozenset()


_tickets = _Tickets()


def knows_tickets(
    *,
    find: Callable[[int, int], int | None],
    excluded: Callable[[Collection[int]], Mapping[int, frozenset[int]]],
    numbers: Callable[[int], frozenset[int]],
) -> None:
    """``find`` gives the id of a desk's ticket by its number; ``excluded`` who may never read which tickets (people's
    ids by the ticket's); ``numbers`` those of all tickets that somebody may never read."""
    _tickets.find, _tickets.excluded, _tickets.numbers = find, excluded, numbers


def ticket_of(desk_id: int, number: int) -> int | None:
    """The id of the desk's ticket with that number, if there is one."""
    return _tickets.find(desk_id, number)


def is_kept_from(person_id: int | None, glass: BreakGlass) -> bool:
    """True if the request is about a ticket that the person may never read: they are not told that it is there."""
    return glass.pk in kept_from(person_id, [glass])


def kept_from(person_id: int | None, some: Collection[BreakGlass]) -> set[int]:
    """Ids of those requests of which the person may not know."""
    ids = {one.ticket_id for one in some if one.ticket_id is not None}
    excluded = _tickets.excluded(ids) if ids else {}
    return {one.pk for one in some if person_id in excluded.get(one.ticket_id or 0, ())}


def numbers_kept_from(person_id: int | None) -> frozenset[int]:
    """Numbers of the tickets that the person may never read: they are not told that somebody else read them."""
    return _tickets.numbers(person_id) if person_id is not None else frozenset()


def through_glass(actor: Actor) -> Actor:
    """The actor with the glass that they have broken: on its desks they read as an auditor does and write nothing,
    whatever role they have there."""
    if actor.person_id not in switches.kept(_KEPT, _who):
        return actor
    found = BreakGlass.objects.beyond_walls("the asker's own").open(clock.now()).filter(asker_id=actor.person_id)
    return _opened(actor, list(found.values_list("desk_id", "ticket_number", "ticket_id")))


def _opened(actor: Actor, rows: list[tuple[int, int | None, int | None]]) -> Actor:
    whole = {desk for desk, number, _pk in rows if number is None and actor.is_site_admin}
    single = {(desk, pk) for desk, number, pk in rows if number is not None and pk is not None and _reads(actor, desk)}
    if not whole and not single:
        return actor
    desks = whole | {desk for desk, _pk in single}
    roles = {**actor.roles, **{desk: frozenset({AUDITOR}) for desk in desks}}
    return replace(
        actor, roles=roles, glass=frozenset(whole), glass_tickets=frozenset(pk for _desk, pk in single if pk)
    )


def _reads(actor: Actor, desk_id: int) -> bool:
    return not actor.roles_on(desk_id).isdisjoint(READERS)


def _who() -> frozenset[int]:
    """Ids of those who have glass that may be open."""
    found = BreakGlass.objects.beyond_walls("only who").open(clock.now())
    return frozenset(found.values_list("asker_id", flat=True))


def reads_through(actor: Actor, desk_id: int) -> bool:
    """Whether the actor reads the desk, or one ticket of it, through broken glass."""
    return any(one.desk_id == desk_id for one in open_of(actor))


def open_of(actor: Actor) -> list[BreakGlass]:
    """The glass that the actor has broken and that is open, with its desk; asks nothing of those who have none."""
    if not (actor.glass or actor.glass_tickets):
        return []
    rows = BreakGlass.objects.beyond_walls("the asker's own").open(clock.now()).filter(asker_id=actor.person_id)
    return list(rows.select_related("desk").order_by("until", "pk"))


def lies_behind(actor: Actor, desk_id: int, ticket_id: int) -> bool:
    """Whether the actor reads the ticket through broken glass alone."""
    return desk_id in actor.glass or ticket_id in actor.glass_tickets


def is_noted(actor: Actor, desk_id: int, ticket_id: int, number: int) -> bool:
    """Whether the actor may be shown the ticket: one behind broken glass only after it was written down that they read
    it. Asks nothing for others."""
    if not lies_behind(actor, desk_id, ticket_id):
        return True
    reads = GlassRead.objects.within(desk_id).filter(glass__in=grants_for(actor, desk_id, ticket_id))
    return bool(reads.filter(ticket_number=number).exists())


def grants_for(actor: Actor, desk_id: int, ticket_id: int) -> list[int]:
    """Ids of the actor's open glass that lets them read the ticket, the oldest first."""
    rows = [one for one in open_of(actor) if one.desk_id == desk_id]
    return sorted(one.pk for one in rows if one.ticket_number is None or one.ticket_id == ticket_id)


def owners(glass: BreakGlass) -> list[Person]:
    """The administrators of its desk, who hear of everything: but not whoever may never know of the ticket."""
    chiefs = Person.objects.filter(desk_roles__desk_id=glass.desk_id, desk_roles__role=ADMIN, is_active=True).distinct()
    return [one for one in chiefs.order_by("pk") if not is_kept_from(one.pk, glass)]


def others_who_may_second(desk_id: int, asker_id: int | None) -> bool:
    """Whether anybody besides the asker could be the second person at all."""
    chiefs = Person.objects.filter(is_site_admin=True, is_active=True).exclude(pk=asker_id or 0)
    roles = DeskRole.objects.filter(desk_id=desk_id, role=ADMIN, person__is_active=True).exclude(
        person_id=asker_id or 0
    )
    return chiefs.exists() or roles.exists()
