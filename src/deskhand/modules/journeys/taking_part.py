"""Which desks can take part in journeys, and what each has agreed to. A desk can be asked once it has journeys on."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from deskhand.accounts.models import Desk
from deskhand.kernel import switches
from deskhand.kernel.actor import Actor
from deskhand.modules.journeys.definition import Definition
from deskhand.modules.journeys.judging import Problem, problems
from deskhand.modules.journeys.models import Blueprint, Part, PartState
from deskhand.modules.journeys.querysets import MODULE
from deskhand.tickets import approving


def desks_that_can() -> Mapping[str, Desk]:
    """Desks that have journeys on, by key, in the order of their names."""
    rows = Desk.objects.filter(pk__in=switches.desks_with(MODULE), is_active=True).order_by("name")
    return {one.key: one for one in rows}


def desks_offered(actor: Actor, own: Desk, used: Collection[str]) -> Mapping[str, Desk]:
    """Those that somebody may learn of who chooses: their own, the listed ones, those that they serve, and those that
    the blueprint names already."""
    served = set(actor.desks_with("tickets.read"))
    found = desks_that_can().items()
    return {key: one for key, one in found if one.is_listed or one.pk == own.pk or one.pk in served or key in used}


def parts_of(blueprint: Blueprint) -> list[Part]:
    """What each desk said, for those who serve the blueprint's desk: they may know the state, and nothing else."""
    rows = Part.objects.beyond_walls("what others said to one's own blueprint").filter(blueprint=blueprint)
    return list(rows.select_related("desk").order_by("desk__name"))


def agreed_of(blueprint: Blueprint) -> Mapping[str, frozenset[str]]:
    """Codes of the activities that each desk does, by its key."""
    found = [one for one in parts_of(blueprint) if one.state != PartState.REFUSED]
    return {one.desk.key: frozenset(one.agreed) for one in found}


def problems_of(blueprint: Blueprint, plan: Definition | None = None) -> list[Problem]:
    """What is wrong with the draft of a blueprint, or with what is given."""
    desks = {key: one.name for key, one in desks_that_can().items()}
    policies = {one.code for one in approving.policies(blueprint.desk_id)}
    read = plan or Definition.read(blueprint.draft)
    return problems(read, desks=desks, agreed=agreed_of(blueprint), policies=policies)
