"""What the API takes and answers about custom fields."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from deskhand.api.answers import Answer
from deskhand.api.schemas import Email, Input, KindWord, PriorityWord, Text
from deskhand.modules.fields.actions.define import FIELD_LIMIT, RULE_VALUES_LIMIT
from deskhand.modules.fields.actions.templates import BODY_LIMIT
from deskhand.modules.fields.models import CODE_LIMIT, HELP_LIMIT, LABEL_LIMIT
from deskhand.tickets.actions.tag import TAGS_PER_TICKET
from deskhand.tickets.models.ticket import SUBJECT_LIMIT

FieldKindWord = Literal[
    "text",
    "number",
    "money",
    "date",
    "choice",
    "choices",
    "tree",
    "person",
    "organization",
    "checkbox",
    "url",
]
SideWord = Literal["agents", "requesters"]
NeededWord = Literal["never", "creation", "resolving"]
Code = Annotated[Text, Field(max_length=CODE_LIMIT)]
Label = Annotated[Text, Field(min_length=1, max_length=LABEL_LIMIT, examples=["Device"])]


class GivenRule(Input):
    """When a field is shown, or needed: another field has one of the values (`is`, `in`) or any (`set`), or not."""

    field: Code
    op: Literal["is", "in", "set"]
    values: Annotated[list[Code], Field(max_length=RULE_VALUES_LIMIT)] = []
    not_: Annotated[bool, Field(alias="not")] = False

    def plain(self) -> dict[str, Any]:
        """The rule as it is kept."""
        return {"field": self.field, "op": self.op, "values": self.values, "not": self.not_}


class ShownOption(Answer):
    """A choice. `parent` is the code of the node above it in a tree."""

    id: int
    code: str
    label: str
    parent: str | None
    is_archived: bool


class ShownField(Answer):
    """A field that a desk asks. `code` is its word in the query language, too."""

    id: int
    desk: Annotated[str, Field(description="Key of the desk.")]
    code: str
    kind: FieldKindWord
    label: str
    help: str
    ticket_kinds: Annotated[list[str], Field(description="Kinds of tickets that are asked; none: all.")]
    default: str
    currency: str
    seen_by: SideWord
    filled_by: SideWord
    needed: NeededWord
    show_if: Annotated[dict[str, Any] | None, Field(description="`{field, op, values, not}`, or null: always.")]
    need_if: Annotated[dict[str, Any] | None, Field(description="The same for when it is needed.")]
    in_list: bool
    is_archived: bool
    choices: list[ShownOption]


class ShownFields(Answer):
    """The fields of a desk in the order of its forms: all that there are."""

    items: list[ShownField]


class GivenField(Input):
    """What may be said of a field at any time."""

    label: Label = ""
    help: Annotated[Text, Field(max_length=HELP_LIMIT)] = ""
    ticket_kinds: Annotated[list[KindWord], Field(max_length=10)] = []
    default: Annotated[Text, Field(max_length=200)] = ""
    currency: Annotated[Text, Field(max_length=3)] = ""
    seen_by: SideWord = "agents"
    filled_by: SideWord = "agents"
    needed: NeededWord = "never"
    show_if: GivenRule | None = None
    need_if: GivenRule | None = None
    in_list: bool = False


class NewField(GivenField):
    """A field to make. Its code and kind stay."""

    desk: Annotated[Text, Field(max_length=20, description="Key of a desk that you administer.", examples=["it"])]
    label: Label
    code: Annotated[Code, Field(description="Made of the label, if left away.")] = ""
    kind: FieldKindWord = "text"


class GivenOption(Input):
    """A choice to make or to change: its name, and in a tree the id of the choice above it."""

    label: Label
    parent: Annotated[int | None, Field(description="Null: at the top.")] = None


class ShownValue(Answer):
    """What a ticket holds in a field. `value` is a text, a number as text, a list of codes for `choices`, true for a
    ticked box, an id for a person or an organization, or null. `words` is the same as people read it."""

    code: str
    label: str
    kind: FieldKindWord
    value: Any
    words: str


class ShownValues(Answer):
    """The fields that are asked of a ticket as it is now, in the order of the forms."""

    items: list[ShownValue]


class GivenValues(Input):
    """Fields to fill in, by code: a text, a number, true or false, a list of texts, or null to empty one."""

    values: Annotated[dict[str, Any], Field(max_length=FIELD_LIMIT, examples=[{"device": "laptop"}])]


class ShownTemplate(Answer):
    """A named start of a ticket. `values` are what its fields hold, by code, as lists of texts."""

    id: int
    desk: str
    name: str
    subject: str
    body: str
    kind: KindWord
    priority: PriorityWord
    team: str | None
    tags: list[str]
    values: dict[str, list[str]]


class ShownTemplates(Answer):
    """The templates of a desk: all that are in use."""

    items: list[ShownTemplate]


class GivenTemplate(Input):
    """A template as it shall be."""

    name: Label = ""
    subject: Annotated[Text, Field(max_length=SUBJECT_LIMIT)] = ""
    body: Annotated[Text, Field(max_length=BODY_LIMIT, description="Plain text.")] = ""
    kind: KindWord = "incident"
    priority: PriorityWord = "normal"
    team: Annotated[Text | None, Field(max_length=80, description="Name of a team of the desk; null for none.")] = None
    tags: Annotated[list[Text], Field(max_length=TAGS_PER_TICKET)] = []
    values: Annotated[dict[str, Any], Field(max_length=FIELD_LIMIT, description="What fields hold, by code.")] = {}


class FromTemplate(Input):
    """A ticket to open with a template; what is said here takes the place of what the template says."""

    requester: Annotated[Email, Field(description="Mail address. Unknown people are made.")]
    subject: Annotated[Text, Field(max_length=SUBJECT_LIMIT)] = ""
    body: Annotated[Text, Field(max_length=BODY_LIMIT, description="Plain text.")] = ""
    values: Annotated[dict[str, Any], Field(max_length=FIELD_LIMIT)] = {}


class ShownMatrix(Answer):
    """Which priority follows from which pair: `cells` maps `<impact>/<urgency>` to a priority."""

    is_on: bool
    cells: dict[str, PriorityWord]


class GivenMatrix(Input):
    """Whether the priority follows, and how. What is left away stays."""

    is_on: bool | None = None
    cells: Annotated[dict[str, PriorityWord] | None, Field(max_length=2_500)] = None


OPTION: dict[str, Any] = {"id": 31, "code": "laptop", "label": "Laptop", "parent": None, "is_archived": False}
FIELD: dict[str, Any] = {
    "id": 7,
    "desk": "it",
    "code": "device",
    "kind": "choice",
    "label": "Device",
    "help": "",
    "ticket_kinds": [],
    "default": "",
    "currency": "",
    "seen_by": "requesters",
    "filled_by": "requesters",
    "needed": "creation",
    "show_if": None,
    "need_if": None,
    "in_list": True,
    "is_archived": False,
    "choices": [OPTION],
}
VALUES: dict[str, Any] = {
    "items": [{"code": "device", "label": "Device", "kind": "choice", "value": "laptop", "words": "Laptop"}]
}
TEMPLATE: dict[str, Any] = {
    "id": 3,
    "desk": "it",
    "name": "New colleague",
    "subject": "Somebody starts",
    "body": "On which day?",
    "kind": "service_request",
    "priority": "normal",
    "team": None,
    "tags": ["onboarding"],
    "values": {"device": ["laptop"]},
}
MATRIX: dict[str, Any] = {"is_on": True, "cells": {"many_people/cannot_work": "urgent"}}
