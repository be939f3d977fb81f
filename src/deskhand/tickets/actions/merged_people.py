"""Who follows a ticket because another one is merged into it, and who has no reason any more once that is taken
back."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from deskhand.accounts.merging import who_is_now
from deskhand.accounts.models import Person
from deskhand.kernel.actor import Actor
from deskhand.kernel.events import emit
from deskhand.tickets.actions.followers import add_followers
from deskhand.tickets.events import FollowerRemoved
from deskhand.tickets.models import Follower, Merge, Ticket


def let_join(actor: Actor, here: Ticket, there: Ticket) -> list[int]:
    """Everybody on the one follows the other, for the same reason. Gives the ids of those who did not yet."""
    before = set(there.followers.values_list("person_id", flat=True))
    joining = [one for one in _people_of(here) if one.is_active and one.pk not in before]
    mentioned = set(here.followers.filter(by_mention=True).values_list("person_id", flat=True))
    mentioned -= {here.requester_id, here.affected_id}
    add_followers(actor, there, [one for one in joining if one.pk not in mentioned])
    add_followers(actor, there, [one for one in joining if one.pk in mentioned], by_mention=True)
    return sorted(set(there.followers.values_list("person_id", flat=True)) - before)


def let_people_go(actor: Actor, kept: Merge, held: Mapping[int, Ticket]) -> None:
    """Whoever followed because of a merge that is over follows no more, up the chain, unless another merge in force
    brings them: then they are there because of that one. ``held`` are the locked tickets by id."""
    there, people = held[kept.into_id], _now(kept.joined)
    while people:
        people -= hand_over(there, people)
        for person_id in sorted(people):
            gone, _rows = there.followers.filter(person_id=person_id).delete()
            if gone:
                emit(FollowerRemoved(ticket=there.pk, person=person_id), actor=actor, desk_id=there.desk_id)
        up: Merge | None = (
            Merge.objects.within(there.desk_id)
            .with_confidential("of the ticket at hand")
            .filter(ticket=there, undone_at=None)
            .first()
        )
        if up is None:
            return
        named = _now(up.joined)
        people &= named
        up.joined = sorted(named - people)
        up.save(update_fields=["joined"])
        there = held[up.into_id]


def hand_over(there: Ticket, people: Collection[int]) -> set[int]:
    """Those of the people whom merges in force bring to the ticket. Each such merge names them from now on."""
    staying: set[int] = set()
    merges = Merge.objects.within(there.desk_id).filter(into=there, follow=True, undone_at=None).order_by("pk")
    for one in merges.select_related("ticket__requester", "ticket__affected"):
        brought = (set(people) - staying) & {person.pk for person in _people_of(one.ticket)}
        if brought:
            one.joined = sorted({*one.joined, *brought})
            one.save(update_fields=["joined"])
            staying |= brought
    return staying


def _people_of(ticket: Ticket) -> list[Person]:
    following = Follower.objects.within(ticket.desk_id).filter(ticket=ticket).select_related("person")
    people: list[Person | None] = [ticket.requester, ticket.affected, *(one.person for one in following)]
    return [one for one in people if one is not None]


def _now(ids: Collection[int]) -> set[int]:
    return {who_is_now(one) for one in ids}
