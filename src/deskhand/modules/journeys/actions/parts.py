"""Asking desks to take part, and their answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.actors import person_of
from deskhand.accounts.models import Desk, Team
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.modules.fulfilment.public import plans_of
from deskhand.modules.journeys.definition import DESK, TEXT_LIMIT, Definition, Step
from deskhand.modules.journeys.events import PartAnswered, PartAsked
from deskhand.modules.journeys.models import Blueprint, Journey, Part, PartState

Ways = Mapping[str, Mapping[str, Any]]
"""How a desk does activities, by their code: ``team`` (an id), ``note``, ``plan`` (a code). What is left out is not
accepted."""


def ask_desks(actor: Actor, blueprint: Blueprint, plan: Definition) -> None:
    """Ask each desk for what it is to do. A yes stays where what is asked is the same; the blueprint's own desk need
    not be asked."""
    desks = {one.key: one for one in Desk.objects.filter(key__in=plan.desks)}
    for key in plan.desks:
        if (desk := desks.get(key)) is not None:
            asked = [_asked(plan, one) for one in plan.steps if one.who == DESK and one.desk == key]
            _ask(actor, blueprint, desk, asked)
    gone = Part.objects.beyond_walls("of the actor's own blueprint").filter(blueprint=blueprint)
    gone.exclude(desk__key__in=plan.desks).delete()


def _asked(plan: Definition, step: Step) -> dict[str, Any]:
    """The activity as the desk reads it: with what travels, and nothing else of the journey."""
    return {
        "code": step.code,
        "title": step.title,
        "offset": step.offset,
        "unit": step.unit,
        "takes": step.takes,
        "is_day_one": step.is_day_one,
        "text": step.text,
        "tells": [plan.asked[one].label for one in step.tells if one in plan.asked],
    }


def _ask(actor: Actor, blueprint: Blueprint, desk: Desk, asked: list[dict[str, Any]]) -> None:
    is_own = desk.pk == blueprint.desk_id
    part = Part.objects.within(desk).select_for_update().filter(blueprint=blueprint).first()
    if part is None:
        part = Part(blueprint=blueprint, desk=desk)
    before = {one["code"]: one for one in part.asked}
    same = {one["code"] for one in asked if before.get(one["code"]) == one}
    agreed = {code: way for code, way in part.agreed.items() if code in same}
    if is_own:
        agreed = {one["code"]: part.agreed.get(one["code"], {}) for one in asked}
    is_new = any(one["code"] not in same for one in asked)
    part.asked, part.agreed, part.asked_at = asked, agreed, clock.now()
    if is_own:
        part.state = PartState.ACCEPTED
    elif is_new:
        part.state = PartState.ASKED
    part.save()
    if is_new and not is_own:
        fact = PartAsked(part=part.pk, activities=sorted(one["code"] for one in asked if one["code"] not in same))
        emit(fact, actor=actor, desk_id=desk.pk, reason=blueprint.name)


@transaction.atomic
def accept(*, actor: Actor, part: Part, ways: Ways) -> Part:
    """Do these activities of another desk's journeys from now on, in these ways; those of its own journeys a desk does
    in any case. Raises Invalid for a team or plan that the desk does not have."""
    row = _held(actor, part)
    known = {one["code"] for one in row.asked}
    given = {code: _way(row.desk_id, code, way) for code, way in ways.items() if code in known}
    row.agreed = {**row.agreed, **given} if row.is_own else given
    if not row.agreed:
        raise Invalid(_("Choose what your desk does."), {"ways": _("Choose at least one activity, or refuse.")})
    _answer(actor, row, PartState.ACCEPTED)
    return row


@transaction.atomic
def refuse(*, actor: Actor, part: Part) -> Part:
    """Do nothing for journeys of this kind from now on. What has begun stays."""
    row = _held(actor, part)
    if row.is_own:
        raise Invalid(_("This journey is your own: take its activities out of it instead."))
    row.agreed = {}
    _answer(actor, row, PartState.REFUSED)
    return row


def _answer(actor: Actor, row: Part, state: PartState) -> None:
    from deskhand.modules.journeys.actions.course import let_go_on

    row.state, row.answered_at, row.answered_by = state, clock.now(), person_of(actor)
    row.save(update_fields=["state", "agreed", "answered_at", "answered_by"])
    emit(PartAnswered(part=row.pk, state=state.value), actor=actor, desk_id=row.desk_id, reason=row.blueprint.name)
    running = Journey.objects.beyond_walls("they wait for this answer").running().filter(blueprint=row.blueprint)
    for pk, desk_id in running.values_list("pk", "desk_id"):
        let_go_on(pk, desk_id)


def _held(actor: Actor, part: Part) -> Part:
    actor.need("journeys.take_part", part.desk_id)
    rows = Part.objects.within(part.desk_id).select_for_update(of=("self",)).select_related("blueprint")
    row: Part | None = rows.filter(pk=part.pk).first()
    if row is None:
        raise NotFound
    return row


def _way(desk_id: int, code: str, given: Mapping[str, Any]) -> dict[str, Any]:
    team, note, plan = given.get("team"), str(given.get("note") or "").strip(), str(given.get("plan") or "")
    if team is not None and not Team.objects.within(desk_id).active().filter(pk=team).exists():
        raise Invalid(_("The desk has no such team."), {f"team-{code}": _("Choose a team of this desk.")})
    if plan and plan not in {one.code for one in plans_of(desk_id)}:
        raise Invalid(_("The desk has no such plan."), {f"plan-{code}": _("Choose a plan that is in use.")})
    if len(note) > TEXT_LIMIT:
        words = _("At most %(limit)s characters.") % {"limit": TEXT_LIMIT}
        raise Invalid(words, {f"note-{code}": words})
    return {"team": team, "note": note, "plan": plan}
