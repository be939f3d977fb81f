"""What the API takes and gives of templates, settings and licences."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from deskhand.api.answers import Answer, PersonRef
from deskhand.api.schemas import LARGEST_NUMBER, Input, Text
from deskhand.modules.knowledge.actions.settings import (
    ADDRESS_LIMIT,
    MODEL_LIMIT,
    MONTHS_LIMIT,
    ORIGIN_LENGTH,
    ORIGIN_LIMIT,
    SECRET_LIMIT,
)
from deskhand.modules.knowledge.actions.templates import TEMPLATE_LIMIT
from deskhand.modules.knowledge.api.article_inputs import FormatWord, Part, Ref
from deskhand.modules.knowledge.models.shelf import NAME_LIMIT

FirstAudience = Literal["agents", "requesters", "public"]
LevelName = Literal["candidate", "contributor", "publisher"]
LANGUAGES_LIMIT = 100
"""Most languages that one request names."""


class ArticleTemplateText(Input):
    """What an article can be begun from. At least one of the parts has words."""

    name: Annotated[Text, Field(min_length=1, max_length=NAME_LIMIT)]
    issue: Part = ""
    environment: Part = ""
    resolution: Part = ""
    cause: Part = ""
    format: FormatWord = "html"


class ArticleTemplateOrder(Input):
    """All templates of a desk in their order."""

    order: Annotated[list[Ref], Field(max_length=TEMPLATE_LIMIT, description="Ids, each once.")]


class ArticleTemplateShown(Answer):
    """A template that articles are begun from. The parts are clean HTML."""

    id: int
    desk: Annotated[str, Field(description="Key of the desk.")]
    name: str
    position: int
    issue: str
    environment: str
    resolution: str
    cause: str


class ArticleTemplatesShown(Answer):
    """The templates of a desk in its order."""

    items: list[ArticleTemplateShown]


class KnowledgeRules(Answer):
    """How a desk keeps its articles."""

    is_behind_sign_in: Annotated[bool, Field(description="Articles for everybody, too, only after signing in.")]
    first_audience: Annotated[str, Field(description="For whom a new article is.")]
    review_months: Annotated[int, Field(description="After how many months somebody looks at it again; 0: never.")]
    languages: Annotated[list[str], Field(description="Codes of its languages; none: all.")]
    widget_origins: Annotated[list[str], Field(description="Sites that may embed the widget.")]


class KnowledgeRulesChange(Input):
    """What is different. Send only what changes."""

    is_behind_sign_in: bool = False
    first_audience: FirstAudience = "agents"
    review_months: Annotated[int, Field(ge=0, le=MONTHS_LIMIT)] = 0
    languages: Annotated[list[Annotated[Text, Field(max_length=10)]], Field(max_length=LANGUAGES_LIMIT)] = []
    widget_origins: Annotated[
        list[Annotated[Text, Field(max_length=ORIGIN_LENGTH)]], Field(max_length=ORIGIN_LIMIT)
    ] = []
    is_confirmed: Annotated[
        bool, Field(description="Strangers may read from then on what is for everybody: that is meant.")
    ] = False


class LanguageModel(Answer):
    """The language model that drafts answers. Without an address there is none."""

    address: str
    model: str
    has_secret: Annotated[bool, Field(description="Whether a secret is kept for it; nobody reads it again.")]


class LanguageModelChoice(Input):
    """A language model, or none."""

    address: Annotated[Text, Field(max_length=ADDRESS_LIMIT, description="OpenAI-compatible; empty for none.")]
    model: Annotated[Text, Field(max_length=MODEL_LIMIT)] = ""
    secret: Annotated[Text, Field(max_length=SECRET_LIMIT, description="Empty leaves the one that is kept.")] = ""


class ArticleLicence(Answer):
    """What somebody's word counts for."""

    person: PersonRef
    level: Annotated[LevelName, Field(description="What counts.")]
    own: Annotated[LevelName | None, Field(description="Their own level; null: what their role gives.")]
    by_role: LevelName


class ArticleLicences(Answer):
    """Everybody who may write on a desk, by name."""

    items: list[ArticleLicence]


class LicenceChange(Input):
    """A level for somebody."""

    person: Annotated[int, Field(ge=1, le=LARGEST_NUMBER, description="Id of somebody who may write on the desk.")]
    level: Annotated[LevelName | None, Field(description="Null: what their role gives.")]


TEMPLATE: dict[str, Any] = {
    "id": 2,
    "desk": "it",
    "name": "Something is broken",
    "position": 1,
    "issue": "<p>What people see.</p>",
    "environment": "",
    "resolution": "<ol><li>First step</li></ol>",
    "cause": "",
}
RULES: dict[str, Any] = {
    "is_behind_sign_in": False,
    "first_audience": "agents",
    "review_months": 12,
    "languages": ["en", "de"],
    "widget_origins": ["https://www.kestrel.example"],
}
MODEL: dict[str, Any] = {"address": "https://model.example/v1", "model": "small", "has_secret": True}
LICENCE: dict[str, Any] = {
    "person": {"id": 4, "name": "Jana Vogt", "email": "jana@eberfeld.example"},
    "level": "publisher",
    "own": "publisher",
    "by_role": "contributor",
}
