"""Writing a journey: a list by stage, with the keyboard and without script, and trying it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deskhand.accounts.models import Desk
from deskhand.kernel import clock
from deskhand.kernel.errors import DeskhandError, Invalid
from deskhand.modules.journeys import access, actions, definition, posted, trying
from deskhand.modules.journeys.definition import Definition
from deskhand.modules.journeys.models import Blueprint, Kind
from deskhand.modules.journeys.taking_part import desks_offered, desks_that_can, parts_of, problems_of
from deskhand.tickets import approving
from deskhand.tickets.context import actor_of
from deskhand.tickets.module_settings import settings_page, the_desk
from deskhand.web.gates import gate


@gate("desk:journeys.design", sample="desk")
@require_safe
def show(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Its stages with their activities, what is wrong, and what each desk said."""
    here, row = _row(request, desk, pk)
    plan, problems, parts = Definition.read(row.draft), problems_of(row), parts_of(row)
    may_answer = actor_of(request).may("journeys.take_part", here.pk)
    stages = list(dict.fromkeys([*plan.stages, *(one.stage for one in plan.steps)]))
    given: dict[str, Any] = {
        "blueprint": row,
        "stages": [(name, [one for one in plan.steps if one.stage == name]) for name in stages],
        "plan": plan,
        "wrong": {one.code: [two for two in problems if two.step == one.code] for one in plan.steps},
        "general": [one for one in problems if not one.step],
        "has_errors": any(not one.is_warning for one in problems),
        "is_changed": row.in_use is not None and row.in_use != row.draft,
        "named": desks_that_can(),
        "parts": [one for one in parts if one.desk_id != here.pk],
        "own_part": next((one for one in parts if one.desk_id == here.pk and may_answer), None),
        "who_labels": definition.WHO_LABELS,
    }
    return settings_page(request, "journeys/blueprint.html", here, **given)


@gate("desk:journeys.design", sample="desk")
@require_http_methods(["GET", "POST"])
def words(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Names, kind, stages and questions."""
    here, row = _row(request, desk, pk)
    plan = Definition.read(row.draft)
    given: dict[str, Any] = {
        "blueprint": row,
        "name": request.POST.get("name", row.name),
        "name_de": request.POST.get("name_de", row.name_de),
        "kind": request.POST.get("kind", row.kind),
        "stages": request.POST.get("stages", "\n".join(plan.stages)),
        "questions": request.POST.get("questions", posted.lines_of(plan.questions)),
        "writes_letters": bool(request.POST.get("writes_letters")) if request.POST else row.writes_letters,
        "kinds": [(value, str(label)) for value, label in Kind.choices],
        "errors": {},
    }
    if request.method == "POST":
        try:
            _write_words(request, row, given)
        except Invalid as refusal:
            given["errors"] = dict(refusal.fields) or {"name": str(refusal)}
        else:
            return redirect("journeys:blueprint", desk, pk)
    return settings_page(request, "journeys/words.html", here, status=422 if given["errors"] else 200, **given)


def _write_words(request: HttpRequest, row: Blueprint, given: dict[str, Any]) -> None:
    actor = actor_of(request)

    def change(plan: Definition) -> Definition:
        questions = posted.questions_of(given["questions"], plan)
        return replace(plan, stages=posted.stages_of(given["stages"]), questions=questions)

    actions.change_draft(actor=actor, blueprint=row, change=change)
    said = {name: given[name] for name in ("name", "name_de", "kind", "writes_letters")}
    actions.rename(actor=actor, blueprint=row, **said)


@gate("desk:journeys.design", sample="desk")
@require_http_methods(["GET", "POST"])
def activity(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """One activity (``code``), or a new one."""
    here, row = _row(request, desk, pk)
    plan = Definition.read(row.draft)
    code = request.POST.get("code", "") or request.GET.get("code", "")
    if request.method != "POST":
        stage = request.GET.get("stage", plan.stages[0] if plan.stages else "")
        fresh = definition.Step(code="", title="", stage=stage, desk=here.key, offset=-5)
        return _form(request, here, row, plan, posted.as_typed(plan.by_code.get(code, fresh)), {})
    try:
        given = posted.step_of(request.POST, plan)
        made = Definition.read({**plan.kept(), "steps": [given]}).steps[0]
        actions.change_draft(actor=actor_of(request), blueprint=row, change=lambda draft: draft.with_step(made))
    except Invalid as refusal:
        typed = _typed_again(request, plan, code)
        return _form(request, here, row, plan, typed, dict(refusal.fields) or {"title": str(refusal)})
    return redirect("journeys:blueprint", desk, pk)


def _typed_again(request: HttpRequest, plan: Definition, code: str) -> dict[str, Any]:
    again = request.POST.copy()
    for name in ("days", "takes"):
        if not again.get(name, "").isdecimal() or len(again[name]) > 4:
            again[name] = "0"
    typed = posted.step_of(again, plan)
    return {**typed, "code": code, "days": request.POST.get("days", ""), "side": request.POST.get("side", "before")}


def _form(
    request: HttpRequest, here: Desk, row: Blueprint, plan: Definition, typed: dict[str, Any], errors: dict[str, Any]
) -> HttpResponse:
    about = [("", "–"), *_worded(definition.FACTS)]
    about += [(f"answer:{one.code}", one.label) for one in plan.questions]
    spare = posted.CONDITION_ROWS - len(typed["conditions"])
    policies = [(one.code, one.name) for one in approving.policies(here.pk)]
    has_approvals = bool(policies) or typed["who"] == definition.APPROVAL
    who = _worded(definition.WHO_LABELS)
    given = {
        "blueprint": row,
        "plan": plan,
        "policies": policies,
        "has_approvals": has_approvals,
        "typed": typed,
        "errors": errors,
        "about": about,
        "conditions": [*typed["conditions"], *[{"about": "", "op": "is", "value": ""}] * max(spare, 0)],
        "operators": _worded(definition.OPERATORS),
        "units": _worded(definition.UNIT_LABELS),
        "who": [one for one in who if one[0] != definition.APPROVAL or has_approvals],
        "offered": [(key, one.name) for key, one in desks_offered(actor_of(request), here, plan.desks).items()],
        "others": [one for one in plan.steps if one.code != typed["code"]],
    }
    return settings_page(request, "journeys/activity.html", here, status=422 if errors else 200, **given)


@gate("desk:journeys.design", sample="desk")
@require_POST
def remove(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Take an activity out."""
    code = request.POST.get("code", "")
    return _changed(request, desk, pk, lambda draft: draft.without_step(code))


@gate("desk:journeys.design", sample="desk")
@require_POST
def shift(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """One place ``up`` or ``down`` within its stage."""
    code, by = request.POST.get("code", ""), -1 if request.POST.get("to") == "up" else 1
    return _changed(request, desk, pk, lambda draft: draft.shifted(code, by))


@gate("desk:journeys.design", sample="desk")
@require_POST
def undo(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """The draft before its last change."""
    _here, row = _row(request, desk, pk)
    actions.undo_draft(actor=actor_of(request), blueprint=row)
    return redirect("journeys:blueprint", desk, pk)


@gate("desk:journeys.design", sample="desk")
@require_safe
def try_it(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """What would happen when, for somebody who does not exist."""
    here, row = _row(request, desk, pk)
    plan = Definition.read(row.draft)
    day = _day(request.GET.get("key_on", ""))
    answers = {one.code: request.GET.get(f"answer-{one.code}", "") for one in plan.questions}
    place = request.GET.get("place", "")[:120]
    given: dict[str, Any] = {
        "blueprint": row,
        "plan": plan,
        "typed": {"key_on": day.isoformat(), "place": place, "answers": answers},
        "rows": trying.tried(here, plan, day, place, answers),
    }
    return settings_page(request, "journeys/try.html", here, **given)


def _worded(labels: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Options in the reader's language."""
    return [(value, str(label)) for value, label in labels.items()]


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return clock.ago(days=-30).date()


def _row(request: HttpRequest, desk: str, pk: int) -> tuple[Desk, Blueprint]:
    here = the_desk(desk)
    return here, access.blueprint_for(actor_of(request), pk, desk_id=here.pk)


def _changed(request: HttpRequest, desk: str, pk: int, change: Any) -> HttpResponse:
    _here, row = _row(request, desk, pk)
    try:
        actions.change_draft(actor=actor_of(request), blueprint=row, change=change)
    except DeskhandError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Changed. “Undo” takes it back."))
    return redirect("journeys:blueprint", desk, pk)
