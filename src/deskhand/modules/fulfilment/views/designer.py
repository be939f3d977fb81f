"""The designer of a plan: drawing, list of steps, and the step that is edited. Every part works without script."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from deskhand.kernel.errors import DeskhandError, NotFound
from deskhand.modules.fulfilment import access, actions, checks, differences, step_form
from deskhand.modules.fulfilment.definition import KIND_LABELS, ON_LABELS, Definition, Edge, Kind, Step
from deskhand.modules.fulfilment.drawing import draw
from deskhand.modules.fulfilment.models import Plan, Run
from deskhand.modules.fulfilment.shown import in_order
from deskhand.tickets.context import actor_of
from deskhand.tickets.module_settings import settings_page, the_desk
from deskhand.web.gates import gate

DECLINING = (Kind.APPROVAL, Kind.REQUEST, Kind.CALL)
"""Kinds of steps that can end declined: nobody declines a task."""


@gate("desk:fulfilment.plans", sample="desk")
@require_safe
def show(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """The draft; ``step`` names the one that is edited."""
    here = the_desk(desk)
    plan = access.plan_for(actor_of(request), pk, desk_id=here.pk)
    definition = Definition.read(plan.draft)
    chosen = definition.by_code.get(request.GET.get("step", ""))
    published = Definition.read(plan.published.definition) if plan.published is not None else Definition()
    problems = checks.problems(definition, here.pk)
    given: dict[str, Any] = {
        "plan": plan,
        "drawing": draw(definition),
        "declines": [str(one) for one in DECLINING],
        "steps": [_shown(definition, one, problems) for one in in_order(definition)],
        "problems": [one for one in problems if not one.step],
        "is_sound": not any(not one.is_warning for one in problems),
        "chosen": chosen,
        "fields": step_form.fields_of(chosen, here) if chosen is not None else (),
        "ends": _ends(chosen) if chosen is not None else (),
        "others": [one for one in in_order(definition) if chosen is None or one != chosen],
        "kinds": step_form.kinds(),
        "on_labels": [(code, str(label)) for code, label in ON_LABELS.items()],
        "changes": differences.between(published, definition),
        "running": Run.objects.within(here).running().filter(version__plan=plan).count(),
    }
    return settings_page(request, "fulfilment/designer.html", here, **given)


@gate("desk:fulfilment.plans", sample="desk")
@require_POST
def save_step(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """A step as its form says; without a ``code`` a new one, behind the step ``after``, and with ``within`` before what
    follows that."""
    plan, definition = _draft(request, desk, pk)
    given = request.POST
    old = definition.by_code.get(given.get("code", ""))
    kind = old.kind if old is not None else given.get("kind", "")
    if kind not in set(Kind):
        raise NotFound
    name = " ".join(given.get("name", "").split())
    if old is None:
        step = Step(code=definition.fresh_code(name), kind=kind, name=name)
        return _changed(request, plan, _added(definition, step, given), step.code)
    words = {one: given.get(one, "").strip() for one in ("stage", "condition")}
    says = step_form.read(kind, given)
    step = replace(old, name=name, join="any" if given.get("join") == "any" else "all", says=says, **words)
    return _changed(request, plan, definition.with_step(step), step.code)


@gate("desk:fulfilment.plans", sample="desk")
@require_POST
def remove_step(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Take the step ``code`` out; its neighbours are joined."""
    plan, definition = _draft(request, desk, pk)
    return _changed(request, plan, definition.without_step(request.POST.get("code", "")), "")


@gate("desk:fulfilment.plans", sample="desk")
@require_POST
def connect(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """An arrow from the step ``start`` to ``end``."""
    plan, definition = _draft(request, desk, pk)
    start, end = request.POST.get("start", ""), request.POST.get("end", "")
    if not {start, end} <= set(definition.by_code):
        raise NotFound
    return _changed(request, plan, definition.with_edge(Edge(start=start, end=end, on=_on(request.POST))), start)


@gate("desk:fulfilment.plans", sample="desk")
@require_POST
def disconnect(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Take an arrow away."""
    plan, definition = _draft(request, desk, pk)
    start = request.POST.get("start", "")
    edge = Edge(start=start, end=request.POST.get("end", ""), on=_on(request.POST))
    return _changed(request, plan, definition.without_edge(edge), start)


@gate("desk:fulfilment.plans", sample="desk")
@require_POST
def lead(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Let the arrow from ``start`` to ``end`` lead ``to`` another step, or be gone by another end, ``now``."""
    plan, definition = _draft(request, desk, pk)
    given = request.POST
    old = Edge(start=given.get("start", ""), end=given.get("end", ""), on=_on(given))
    end, on = given.get("to") or old.end, given.get("now") or old.on
    if old not in definition.edges or end not in definition.by_code or on not in ON_LABELS:
        raise NotFound
    new = Edge(start=old.start, end=end, on=on)
    return _changed(request, plan, definition.without_edge(old).with_edge(new), old.start)


@gate("desk:fulfilment.plans", sample="desk")
@require_POST
def undo(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Take the last change back."""
    return _went(request, desk, pk, actions.undo_draft)


@gate("desk:fulfilment.plans", sample="desk")
@require_POST
def redo(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Make it again."""
    return _went(request, desk, pk, actions.redo_draft)


def _went(request: HttpRequest, desk: str, pk: int, act: Any) -> HttpResponse:
    plan, _definition = _draft(request, desk, pk)
    try:
        act(actor=actor_of(request), plan=plan)
    except DeskhandError as refusal:
        messages.error(request, str(refusal))
    return redirect("fulfilment:plan", desk, pk)


def _added(definition: Definition, step: Step, given: Any) -> Definition:
    after = given.get("after", "")
    if after not in definition.by_code:
        return definition.with_step(step)
    if given.get("within"):
        return definition.with_step_within(step, after)
    return definition.with_step(step).with_edge(Edge(start=after, end=step.code, on=_on(given)))


def _ends(step: Step) -> list[tuple[str, str]]:
    """The ends by which an arrow of the step can be gone."""
    return [(code, str(label)) for code, label in ON_LABELS.items() if code != "declined" or step.kind in DECLINING]


def _draft(request: HttpRequest, desk: str, pk: int) -> tuple[Plan, Definition]:
    plan = access.plan_for(actor_of(request), pk, desk_id=the_desk(desk).pk)
    return plan, Definition.read(plan.draft)


def _changed(request: HttpRequest, plan: Plan, definition: Definition, code: str) -> HttpResponse:
    edition = request.POST.get("edition", "")
    asked = int(edition) if edition.isdecimal() and len(edition) < 10 else None
    try:
        kept = Definition.read(definition.kept())
        actions.change_draft(actor=actor_of(request), plan=plan, definition=kept, edition=asked)
    except DeskhandError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The draft is saved."))
    there = reverse("fulfilment:plan", args=[plan.desk.key, plan.pk])
    return redirect(f"{there}?step={code}#step" if code else there)


def _on(given: Any) -> str:
    said = given.get("on") or given.get("now") or "done"
    return str(said) if said in ON_LABELS else "done"


def _shown(plan: Definition, step: Step, problems: list[checks.Problem]) -> dict[str, Any]:
    return {
        "step": step,
        "kind": KIND_LABELS[step.kind],
        "out": [_arrow(plan, one) for one in plan.out_of[step.code]],
        "problems": [one for one in problems if one.step == step.code],
    }


def _arrow(plan: Definition, edge: Edge) -> dict[str, Any]:
    return {"edge": edge, "on": ON_LABELS[edge.on], "to": plan.by_code.get(edge.end)}
