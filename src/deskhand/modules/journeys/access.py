"""The gates to journeys. Where the module is off, nothing is there."""

from __future__ import annotations

from deskhand.accounts.models import Desk
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.modules.journeys.definition import EMPLOYEE, MANAGER
from deskhand.modules.journeys.models import Blueprint, Journey, Part
from deskhand.modules.journeys.querysets import desks_of


def desk_for(actor: Actor, key: str, permission: str = "journeys.read") -> Desk:
    """The desk of that key, if the actor may do this there and it has journeys; else NotFound."""
    found = Desk.objects.filter(key=key, pk__in=desks_of(actor, permission)).first()
    if found is None:
        raise NotFound
    return found


def blueprint_for(actor: Actor, pk: int, *, desk_id: int) -> Blueprint:
    """The blueprint, if it is that desk's and the actor may read it."""
    found = Blueprint.objects.served_by(actor).select_related("desk").filter(pk=pk, desk_id=desk_id)
    row: Blueprint | None = found.first()
    if row is None:
        raise NotFound
    return row


def part_for(actor: Actor, pk: int, *, desk_id: int) -> Part:
    """What that desk is asked for, or does in a journey of its own, if the actor answers for it."""
    rows = Part.objects.within(desks_of(actor, "journeys.take_part")).standing()
    found = rows.select_related("blueprint__desk", "desk")
    row: Part | None = found.filter(pk=pk, desk_id=desk_id).first()
    if row is None:
        raise NotFound
    return row


def journey_for(actor: Actor, pk: int, *, desk_id: int) -> Journey:
    """The journey, if it is that desk's and the actor may read it."""
    found = Journey.objects.served_by(actor).select_related("desk", "blueprint", "person", "manager")
    row: Journey | None = found.filter(pk=pk, desk_id=desk_id).first()
    if row is None:
        raise NotFound
    return row


def own_journey_for(actor: Actor, pk: int) -> Journey:
    """The journey, if the actor makes it or accompanies it as the manager."""
    found = Journey.objects.own_of(actor).select_related("desk", "blueprint", "person", "manager")
    row: Journey | None = found.filter(pk=pk).first()
    if row is None:
        raise NotFound
    return row


def is_whose(actor: Actor, journey: Journey, who: str) -> bool:
    """Whether the actor is the employee or the manager of the journey."""
    if actor.person_id is None or actor.only_ticket is not None:
        return False
    return actor.person_id == {EMPLOYEE: journey.person_id, MANAGER: journey.manager_id}.get(who)
