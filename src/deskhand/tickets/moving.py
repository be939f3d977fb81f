"""Before a ticket moves to another desk: where it may go, who will see it from then on, who will not, what changes.

Of a desk that the mover does not serve nothing is told but its public name: no count, no status, no team.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import ngettext

from deskhand.accounts.models import Desk, DeskRole, Person
from deskhand.accounts.models.desk import RoleName
from deskhand.kernel import slots
from deskhand.kernel.actor import Actor
from deskhand.kernel.permissions import READERS
from deskhand.tickets import access
from deskhand.tickets.models import Attachment, DeskRequest, Follower, Message, Ticket


@dataclass(frozen=True)
class Target:
    """A desk that a ticket can go to. ``name`` is its public one if the mover does not serve it."""

    desk: Desk
    name: str
    is_served: bool


@dataclass(frozen=True)
class Move:
    """What the mover chose: the desk to which a ticket goes, the ids of its notes that stay or that all do, and of
    those who may read it there if it is confidential."""

    to: Desk
    keep: Collection[int] = ()
    readers: Collection[int] = ()
    keeps_all: bool = False


@dataclass(frozen=True)
class Preview:
    """What a move of these tickets to the target does. ``gaining`` and ``losing`` count people by role, empty where
    the mover may not know; ``listed`` counts tickets with a service or a location; ``followers`` are the names of those
    who read along no more; ``besides`` says what becomes of what modules hold, and of requests to other desks."""

    target: Target
    tickets: int
    messages: int
    notes: int
    files: int
    assigned: int
    in_team: int
    listed: int
    gaining: list[tuple[str, int]]
    losing: int
    followers: list[str] = field(default_factory=list)
    besides: list[str] = field(default_factory=list)


def may_move_to(actor: Actor, desk: Desk) -> bool:
    """True for an active desk on which the actor enters tickets as staff, or a listed one where they may open one."""
    if not desk.is_active:
        return False
    return actor.may("tickets.create", desk.pk) or (desk.is_listed and access.may_open_on(actor, desk))


def of_numbers(actor: Actor, here: Desk, numbers: Collection[int]) -> list[Ticket]:
    """The named tickets of the desk of which the mover may know; those that are not there (any more) are left out."""
    found = Ticket.objects.served_by(actor).listed().filter(desk_id=here.pk, number__in=numbers)
    return list(found.select_related("requester", "status").order_by("number"))


def is_there_another(actor: Actor, here: Desk) -> bool:
    """True if tickets of the desk could go anywhere else. No query where the actor serves another desk."""
    return serves_another(actor, here.pk) or listed_besides(here.pk).exists()


def serves_another(actor: Actor, here: int) -> bool:
    """True if the actor enters tickets on a desk besides this one."""
    return any(actor.may("tickets.create", pk) for pk in actor.roles if pk != here)


def listed_besides(here: Any) -> QuerySet[Desk]:
    """The desks besides this one (an id, or an expression of it) that everybody may know."""
    return Desk.objects.filter(is_active=True, is_listed=True).exclude(pk=here)


def targets(actor: Actor, here: Desk) -> list[Target]:
    """Where tickets of the desk can go, the desks that the actor serves first."""
    found = []
    for desk in Desk.objects.filter(is_active=True).exclude(pk=here.pk).order_by("name"):
        if may_move_to(actor, desk):
            is_served = actor.may("tickets.read", desk.pk)
            found.append(Target(desk, desk.name if is_served else desk.shown_name, is_served))
    return sorted(found, key=lambda one: not one.is_served)


def preview(here: Desk, tickets: Sequence[Ticket], target: Target) -> Preview:
    """Everything that the mover should know before. Eight queries, and one for each module that has
    something to say, however many tickets."""
    ids = [one.pk for one in tickets]
    messages = Message.objects.within(here).filter(ticket_id__in=ids)
    counted = messages.aggregate(all=Count("pk"), notes=Count("pk", filter=~Q(kind="reply")))
    return Preview(
        target=target,
        tickets=len(tickets),
        messages=counted["all"],
        notes=counted["notes"],
        files=Attachment.objects.within(here).filter(ticket_id__in=ids).exclude(message=None).count(),
        assigned=sum(one.assignee_id is not None for one in tickets),
        in_team=sum(one.team_id is not None for one in tickets),
        listed=sum(one.service_id is not None or one.location_id is not None for one in tickets),
        gaining=_by_role(target.desk) if target.is_served else [],
        losing=len(_readers(here) - _readers(target.desk)) if target.is_served else len(_readers(here)),
        followers=_names(here, ids, target),
        besides=_besides(here, ids),
    )


def _besides(here: Desk, ids: list[int]) -> list[str]:
    asked = DeskRequest.objects.within(here).in_force().filter(asking_id__in=ids).count()
    own = ngettext(
        "%(num)s request to another desk stays with whoever asked, and is not seen from there.",
        "%(num)s requests to other desks stay with whoever asked, and are not seen from there.",
        asked,
    )
    said = [own % {"num": asked}] if asked else []
    return [*said, *(one for item in slots.items("move_notice", desk_id=here.pk) for one in item(here.pk, ids))]


def losing_followers(ticket: Ticket, to: Desk) -> list[int]:
    """Followers who read the ticket as staff of its desk and have no such role on the other: without this they would
    see it on the portal for ever. Requesters and people in copy stay."""
    following = set(ticket.followers.values_list("person_id", flat=True))
    return sorted(following & (readers_of(ticket.desk) - readers_of(to)))


def readers_of(desk: Desk) -> set[int]:
    """Whoever has a role by which staff read the desk, active or not: a person who comes back must not see
    more than before."""
    return set(DeskRole.objects.filter(desk=desk, role__in=READERS).values_list("person_id", flat=True))


def _readers(desk: Desk) -> set[int]:
    roles = DeskRole.objects.filter(desk=desk, role__in=READERS, person__is_active=True)
    return set(roles.values_list("person_id", flat=True))


def _by_role(desk: Desk) -> list[tuple[str, int]]:
    roles = DeskRole.objects.filter(desk=desk, role__in=READERS, person__is_active=True).order_by()
    counts = dict(roles.values_list("role").annotate(n=Count("pk")))
    return [(str(RoleName(role).label), counts[role]) for role in READERS if role in counts]


def _names(here: Desk, ids: list[int], target: Target) -> list[str]:
    """Followers of any of the tickets who lose sight of it. Where the mover does not serve the target, all who serve
    the desk are named: who of them has a role over there is not theirs to know."""
    leaving = _readers(here) - (_readers(target.desk) if target.is_served else set())
    following = Follower.objects.within(here).filter(ticket_id__in=ids, person_id__in=leaving)
    people = Person.objects.filter(pk__in=following.values("person_id")).order_by("name")
    return list(people.values_list("name", flat=True))
