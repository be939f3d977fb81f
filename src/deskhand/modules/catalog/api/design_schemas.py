"""What the designer's routes take and answer."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from deskhand.api.answers import Answer, Page
from deskhand.api.schemas import Input, Text
from deskhand.modules.catalog.actions.designing import NOTE_LIMIT
from deskhand.modules.catalog.asking.limits import QUESTION_LIMIT
from deskhand.modules.catalog.models.item import CODE_LIMIT, TITLE_LIMIT

FormJson = Annotated[dict[str, Any], Field(description='Steps of questions with their rules: `{"steps": [...]}`.')]
Questions = Annotated[list[dict[str, Any]], Field(description="Questions as they stand in a step of a form.")]
Sentences = Annotated[list[str], Field(description="Each difference as a sentence, in the language asked for.")]


class FormAnswer(Answer):
    """The form of an item as it is being written."""

    form: FormJson
    is_draft: Annotated[bool, Field(description="Whether it is written down as a draft; else it is what counts.")]
    version: Annotated[int | None, Field(description="Number of the version that counts; null for none.")]
    differences: Sentences


class FormInput(Input):
    """A whole form."""

    form: FormJson


class FormJudgement(Answer):
    """Whether a form can be asked."""

    valid: bool
    errors: Annotated[
        dict[str, str], Field(description="What is wrong, by its place, as in `steps.0.questions.2.label`.")
    ]


class VersionNote(Input):
    """What colleagues read about a version."""

    note: Annotated[Text, Field(max_length=NOTE_LIMIT)] = ""


class FormVersion(Answer):
    """One version of an item's form."""

    id: int
    number: int
    counts: Annotated[bool, Field(description="Whether it is the one that is asked.")]
    note: str
    published_at: datetime
    sets: Annotated[dict[str, int], Field(description="Versions of question sets in it, by their codes.")]


class FormVersions(Page[FormVersion]):
    """A page of versions."""


class WholeFormVersion(FormVersion):
    """The same with what it asks, and what is different from the version before."""

    form: FormJson
    terms: Annotated[dict[str, Any], Field(description="Price, approval and the like that an order keeps.")]
    differences: Sentences


class FormStop(Answer):
    """One question, and how far people came."""

    code: str
    label: str
    came: Annotated[int, Field(description="How many came to it or further.")]
    stopped: Annotated[int, Field(description="How many got no further and ordered nothing.")]
    percent: Annotated[int, Field(description="Those in percent of all who opened the form.")]


class FormStops(Answer):
    """How far people came in one version of a form."""

    version: int
    opened: int
    ordered: int
    questions: list[FormStop]


class KeptSet(Answer):
    """A set of questions."""

    id: int
    code: str
    title: str
    in_rows: Annotated[bool, Field(description="Asked as the columns of a table.")]
    version: Annotated[int | None, Field(description="Number of its newest version; null for none yet.")]
    is_draft: Annotated[bool, Field(description="Whether something is being written.")]
    put_away: bool


class KeptSets(Page[KeptSet]):
    """A page of sets."""


class SetUser(Answer):
    """An item whose form has the set."""

    item: Annotated[str, Field(description="Code of the item.")]
    is_old: Annotated[bool, Field(description="Whether it asks the set otherwise than its newest version.")]


class WholeSet(KeptSet):
    """The same with what it asks, what it shall ask next, and who has it."""

    questions: Questions
    draft: Questions
    used_by: list[SetUser]


class NewSet(Input):
    """A set to make."""

    title: Annotated[Text, Field(min_length=1, max_length=TITLE_LIMIT)]
    in_rows: bool = False


class SetDraft(Input):
    """What a set shall ask next."""

    questions: Annotated[list[dict[str, Any]], Field(max_length=QUESTION_LIMIT)]


class SetTakers(Input):
    """Which forms take the newest version up."""

    items: Annotated[
        list[Annotated[Text, Field(max_length=CODE_LIMIT)]],
        Field(min_length=1, max_length=200, description="Codes of items."),
    ]


QUESTION: dict[str, Any] = {"code": "size", "kind": "choice", "label": "Size", "options": [{"code": "27"}]}
FORM: dict[str, Any] = {"steps": [{"title": "", "questions": [QUESTION]}]}
VERSION: dict[str, Any] = {
    "id": 9,
    "number": 2,
    "counts": True,
    "note": "",
    "published_at": "2026-03-02T09:00:00Z",
    "sets": {"delivery": 1},
}
SET: dict[str, Any] = {
    "id": 3,
    "code": "delivery",
    "title": "Delivery",
    "in_rows": False,
    "version": 1,
    "is_draft": False,
    "put_away": False,
}
WHOLE_SET: dict[str, Any] = {**SET, "questions": [QUESTION], "draft": [QUESTION], "used_by": []}
