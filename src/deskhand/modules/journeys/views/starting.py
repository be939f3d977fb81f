"""Starting a journey, and changing what it was started with."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from deskhand.accounts.actions import find_or_make_person
from deskhand.accounts.models import Desk, Person
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import DeskhandError, Invalid
from deskhand.modules.journeys import access, actions
from deskhand.modules.journeys.actions.journeys import NewJourney
from deskhand.modules.journeys.definition import Definition
from deskhand.modules.journeys.models import Blueprint, Journey
from deskhand.modules.journeys.querysets import MODULE
from deskhand.modules.journeys.taking_part import problems_of
from deskhand.tickets.context import actor_of, desk_of, workspace
from deskhand.tickets.people import is_address
from deskhand.web.gates import gate


@dataclass
class Typed:
    """The form as it was typed."""

    called: str = ""
    person: str = ""
    manager: str = ""
    place: str = ""
    key_on: str = ""
    answers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, posted: QueryDict, plan: Definition) -> Typed:
        """What was posted."""
        words = {name: posted.get(name, "").strip() for name in ("called", "person", "manager", "place", "key_on")}
        return cls(**words, answers={one.code: posted.get(f"answer-{one.code}", "") for one in plan.questions})

    def day(self) -> date:
        """The key date. Raises Invalid for what is none."""
        try:
            return date.fromisoformat(self.key_on)
        except ValueError:
            raise Invalid(_("Choose a day."), {"key_on": _("Choose a day.")}) from None

    def somebody(self, actor: Actor, name: str) -> Person | None:
        """Whose address it is; a new person if it is nobody's yet. None where none was typed."""
        typed: str = getattr(self, name)
        if not typed:
            return None
        if not is_address(typed):
            words = _("Write an e-mail address.")
            raise Invalid(words, {name: words})
        called = self.called if name == "person" else ""
        return find_or_make_person(actor=actor, email=typed, name=called)


@gate("desk:journeys.run", sample="desk")
@require_safe
def choose(request: HttpRequest, desk: str) -> HttpResponse:
    """Which journey somebody begins. With one alone, straight to its form."""
    here = desk_of(request, desk)
    rows = list(Blueprint.objects.within(here).startable())
    if len(rows) == 1:
        return redirect("journeys:start", desk, rows[0].pk)
    frame = workspace(request, section=MODULE, desk=here)
    may_design = actor_of(request).may("journeys.design", here.pk)
    return render(request, "journeys/choose.html", frame | {"blueprints": rows, "may_design": may_design})


@gate("desk:journeys.run", sample="desk")
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Who, from which day on, and the questions of this journey."""
    here, actor = desk_of(request, desk), actor_of(request)
    blueprint = access.blueprint_for(actor, pk, desk_id=here.pk)
    plan = Definition.read(blueprint.in_use or {})
    typed = Typed.of(request.POST, plan)
    if request.method != "POST":
        return _form(request, here, plan, typed, {}, blueprint=blueprint)
    try:
        journey = _started(actor, blueprint, typed)
    except DeskhandError as refusal:
        return _form(request, here, plan, typed, _fields(refusal), blueprint=blueprint)
    messages.success(request, _("The journey has begun."))
    return redirect("journeys:journey", desk, journey.pk)


@transaction.atomic
def _started(actor: Actor, blueprint: Blueprint, typed: Typed) -> Journey:
    day, manager = typed.day(), typed.somebody(actor, "manager")
    if manager is None:
        words = _("Write the manager’s e-mail address.")
        raise Invalid(words, {"manager": words})
    new = NewJourney(
        blueprint=blueprint,
        manager=manager,
        key_on=day,
        called=typed.called,
        person=typed.somebody(actor, "person"),
        place=typed.place,
        answers=typed.answers,
    )
    return actions.start(actor=actor, new=new)


@gate("desk:journeys.run", sample="desk")
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Another day, place, manager or account, and other answers."""
    here, actor = desk_of(request, desk), actor_of(request)
    journey = access.journey_for(actor, pk, desk_id=here.pk)
    plan = Definition.read(journey.definition)
    typed = Typed.of(request.POST, plan) if request.method == "POST" else _as_it_is(journey)
    if request.method != "POST":
        return _form(request, here, plan, typed, {}, journey=journey)
    try:
        _changed(actor, journey, typed)
    except DeskhandError as refusal:
        return _form(request, here, plan, typed, _fields(refusal), journey=journey)
    messages.success(request, _("The journey is changed. Whoever had begun is told of another day."))
    return redirect("journeys:journey", desk, pk)


@transaction.atomic
def _changed(actor: Actor, journey: Journey, typed: Typed) -> None:
    actions.move(actor=actor, journey=journey, key_on=typed.day())
    actions.change(
        actor=actor,
        journey=journey,
        answers=typed.answers,
        place=typed.place,
        person=typed.somebody(actor, "person"),
        manager=typed.somebody(actor, "manager"),
    )


def _as_it_is(journey: Journey) -> Typed:
    person, manager = journey.person, journey.manager
    return Typed(
        called=journey.called,
        person=(person.email or "") if person else "",
        manager=(manager.email or "") if manager else "",
        place=journey.place,
        key_on=journey.key_on.isoformat(),
        answers=dict(journey.answers),
    )


def _fields(refusal: DeskhandError) -> dict[str, Any]:
    found = dict(getattr(refusal, "fields", {}) or {})
    return found or {"called": str(refusal)}


def _form(
    request: HttpRequest, here: Desk, plan: Definition, typed: Typed, errors: dict[str, Any], **about: Any
) -> HttpResponse:
    blueprint = about.get("blueprint")
    given = {
        "plan": plan,
        "typed": typed,
        "errors": errors,
        "blueprint": blueprint,
        "journey": about.get("journey"),
        "missing": [one for one in problems_of(blueprint, plan) if one.is_warning] if blueprint is not None else [],
    }
    frame = workspace(request, section=MODULE, desk=here)
    return render(request, "journeys/start.html", frame | given, status=422 if errors else 200)
