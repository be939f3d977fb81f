"""Settings of the knowledge base for programs: its rules, what each one's word counts for, and the language model."""

from __future__ import annotations

from typing import Any

from django.utils.translation import ngettext

from deskhand.accounts.models import Desk, Person
from deskhand.api.bearers import ApiRequest
from deskhand.api.lookups import desk_for, unknown_person
from deskhand.api.routing import route
from deskhand.api.schemas import DeskPath
from deskhand.kernel.errors import Conflict
from deskhand.modules.knowledge import licences
from deskhand.modules.knowledge.actions import settings as verbs
from deskhand.modules.knowledge.actions.licences import set_licence
from deskhand.modules.knowledge.api import shown_articles
from deskhand.modules.knowledge.api.arranging_schemas import (
    LICENCE,
    MODEL,
    RULES,
    ArticleLicences,
    KnowledgeRules,
    KnowledgeRulesChange,
    LanguageModel,
    LanguageModelChoice,
    LicenceChange,
)
from deskhand.modules.knowledge.api.router import router
from deskhand.modules.knowledge.models import rules_of

SETS: dict[str, Any] = {"gate": "desk:knowledge.settings", "sample": "desk", "refuses": (404, 409)}
READS: dict[str, Any] = SETS | {"refuses": (404,)}
OF_RULES: dict[str, Any] = {"returns": KnowledgeRules, "example": RULES}
OF_MODEL: dict[str, Any] = {"returns": LanguageModel, "example": MODEL}
OF_LICENCES: dict[str, Any] = {"returns": ArticleLicences, "example": {"items": [LICENCE]}}


@route(router, "GET", "/desks/{desk}/rules", **READS, **OF_RULES)
def get_knowledge_rules(request: ApiRequest, desk: DeskPath) -> dict[str, Any]:
    """Read how a desk keeps its articles.

    For administrators of the desk.
    """
    return _rules(desk_for(request.actor, desk, "knowledge.settings", reading=True))


@route(router, "PATCH", "/desks/{desk}/rules", **SETS, **OF_RULES, body_example={"review_months": 6})
def change_knowledge_rules(request: ApiRequest, desk: DeskPath, change: KnowledgeRulesChange) -> dict[str, Any]:
    """Change how a desk keeps its articles.

    Taking the sign-in away from before articles that are for everybody answers 409 and changes nothing, until it is
    sent with `is_confirmed`.
    """
    here = desk_for(request.actor, desk, "knowledge.settings")
    given = change.given()
    is_confirmed = given.pop("is_confirmed", False)
    try:
        verbs.change_rules(actor=request.actor, desk=here, changes=given, is_confirmed=is_confirmed)
    except verbs.Opens as opens:
        words = ngettext(
            "Strangers could read %(num)s article then. If that is meant, send it again with “is_confirmed”.",
            "Strangers could read %(num)s articles then. If that is meant, send it again with “is_confirmed”.",
            opens.count,
        )
        raise Conflict(words % {"num": opens.count}) from None
    return _rules(here)


@route(router, "GET", "/desks/{desk}/language-model", **READS, **OF_MODEL)
def get_language_model(request: ApiRequest, desk: DeskPath) -> dict[str, Any]:
    """Read which language model drafts answers.

    Its secret is never told.
    """
    return _model(desk_for(request.actor, desk, "knowledge.settings", reading=True))


@route(
    router,
    "PUT",
    "/desks/{desk}/language-model",
    **SETS,
    **OF_MODEL,
    body_example={"address": "https://model.example/v1", "model": "small"},
)
def set_language_model(request: ApiRequest, desk: DeskPath, wanted: LanguageModelChoice) -> dict[str, Any]:
    """Name the language model that drafts answers, or none.

    With an empty address there is none, and its secret is forgotten.
    """
    here = desk_for(request.actor, desk, "knowledge.settings")
    verbs.set_writer(actor=request.actor, desk=here, **wanted.model_dump())
    return _model(here)


@route(router, "DELETE", "/desks/{desk}/language-model/secret", **READS, status=204)
def forget_language_model_secret(request: ApiRequest, desk: DeskPath) -> None:
    """Keep the secret for the language model no longer."""
    verbs.forget_secret(actor=request.actor, desk=desk_for(request.actor, desk, "knowledge.settings"))


@route(router, "GET", "/desks/{desk}/licences", **READS, **OF_LICENCES)
def list_article_licences(request: ApiRequest, desk: DeskPath) -> dict[str, Any]:
    """List what each one's word counts for.

    Everybody who may write on the desk, by name.
    """
    return _licences(desk_for(request.actor, desk, "knowledge.settings", reading=True))


@route(
    router,
    "PUT",
    "/desks/{desk}/licences",
    **SETS,
    **OF_LICENCES,
    body_example={"person": 4, "level": "publisher"},
)
def set_article_licence(request: ApiRequest, desk: DeskPath, wanted: LicenceChange) -> dict[str, Any]:
    """Say what somebody's word counts for."""
    here = desk_for(request.actor, desk, "knowledge.settings")
    known = {one.person_id for one in licences.writers_of(here.pk)}
    person = Person.objects.filter(pk=wanted.person, pk__in=known).first()
    if person is None:
        raise unknown_person("person")
    set_licence(actor=request.actor, desk=here, person=person, level=wanted.level or "")
    return _licences(here)


def _rules(desk: Desk) -> dict[str, Any]:
    row = rules_of(desk.pk)
    names = ("is_behind_sign_in", "first_audience", "review_months", "languages", "widget_origins")
    return {name: getattr(row, name) for name in names}


def _model(desk: Desk) -> dict[str, Any]:
    row = rules_of(desk.pk)
    return {"address": row.writer_address, "model": row.writer_model, "has_secret": bool(row.writer_secret)}


def _licences(desk: Desk) -> dict[str, Any]:
    found = {one.person_id: one for one in licences.writers_of(desk.pk)}
    people = Person.objects.filter(pk__in=found).order_by("name", "pk")
    items = [{"person": shown_articles.person(one), **_licence(found[one.pk])} for one in people]
    return {"items": items}


def _licence(one: licences.Writer) -> dict[str, Any]:
    return {"level": one.level, "own": one.own, "by_role": one.by_role}
