"""Templates of desks: which there are, and putting one onto a desk."""

from __future__ import annotations

from typing import Annotated, Any

from django.conf import settings
from ninja import Query
from pydantic import ConfigDict, Field

from deskhand.api import lookups
from deskhand.api.answers import Answer
from deskhand.api.bearers import ApiRequest
from deskhand.api.routes.desk_settings import EDIT
from deskhand.api.routes.desks import router
from deskhand.api.routing import route
from deskhand.api.schemas import DeskPath, Input, Text
from deskhand.desk_templates.actions import apply_template
from deskhand.desk_templates.file import Template
from deskhand.desk_templates.shelf import shelf, template_of
from deskhand.desk_templates.shown import modules_of


class DeskTemplate(Answer):
    """What a desk can begin with."""

    key: str
    title: str
    summary: str
    modules: Annotated[list[str], Field(description="Labels of the modules that it has something for.")]
    sections: Annotated[dict[str, int], Field(description="How many things of each kind it has.")]


class DeskTemplatePage(Answer):
    """All templates."""

    items: list[DeskTemplate]
    next: None = None


class DeskTemplateChoice(Input):
    """A template for a desk that there is."""

    template: Annotated[Text, Field(max_length=100, examples=["hr"])]
    language: Annotated[Text, Field(max_length=10, description="Of the content; the desk's, if left away.")] = ""
    switch_on: Annotated[
        list[Annotated[Text, Field(max_length=60)]],
        Field(max_length=100, description="Labels of modules to switch on first, with what they need."),
    ] = []

    model_config = ConfigDict(json_schema_extra={"example": {"template": "hr", "language": "en"}})


class AppliedTemplate(Answer):
    """What came of it."""

    made: Annotated[dict[str, int], Field(description="How many things of each kind are new.")]
    switched_on: Annotated[list[str], Field(description="Labels of the modules that are on now and were not.")]


SHOWN: dict[str, Any] = {
    "key": "hr",
    "title": "Human resources",
    "summary": "Leave, pay, contracts.",
    "modules": ["parking"],
    "sections": {"teams": 3, "replies": 9},
}
APPLIED: dict[str, Any] = {"made": {"teams": 3, "replies": 9}, "switched_on": ["parking"]}

Language = Annotated[str, Query(max_length=10, description="Of titles and summaries.", examples=["en"])]


@route(
    router,
    "GET",
    "/desk_templates",
    gate="scoped",
    returns=DeskTemplatePage,
    example={"items": [SHOWN], "next": None},
)
def list_desk_templates(request: ApiRequest, language: Language = "") -> dict[str, Any]:
    """List templates of desks.

    For those who make desks or look after one; for others the list is empty. All on one page.
    """
    actor = request.actor
    may = actor.may("desks.create") or actor.desks_with("desks.edit")
    found = shelf().templates if may else []
    return {"items": [_shown(one, language or settings.LANGUAGE_CODE) for one in found], "next": None}


@route(router, "POST", "/desks/{desk}/templates", **EDIT, returns=AppliedTemplate, example=APPLIED)
def apply_desk_template(request: ApiRequest, desk: DeskPath, choice: DeskTemplateChoice) -> dict[str, Any]:
    """Add what a template has and the desk has not.

    For administrators of the desk. What is there stays as it is; what belongs to modules that are off is left for
    another time.
    """
    here = lookups.desk_for(request.actor, desk, "desks.edit")
    done = apply_template(
        actor=request.actor,
        desk=here,
        template=template_of(choice.template),
        language=choice.language or here.language,
        switch_on=choice.switch_on,
    )
    counts: dict[str, int] = {}
    for row in done.made:
        counts[row.section] = counts.get(row.section, 0) + 1
    return {"made": counts, "switched_on": done.switched_on}


def _shown(template: Template, language: str) -> dict[str, Any]:
    return {
        "key": template.key,
        "title": template.text("title", language),
        "summary": template.text("summary", language),
        "modules": modules_of(template),
        "sections": {word: len(entries) for word, entries in template.sections.items()},
    }
