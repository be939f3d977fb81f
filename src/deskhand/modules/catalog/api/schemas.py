"""What the catalog's routes take and answer."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from ninja import Path
from pydantic import Field

from deskhand.api.answers import Answer, Page
from deskhand.api.schemas import Day, Email, Input, KindWord, PriorityWord, Text
from deskhand.modules.catalog.limits import LINE_LIMIT, MOST_PIECES, PART_LIMIT
from deskhand.modules.catalog.models.item import CODE_LIMIT, TITLE_LIMIT
from deskhand.modules.catalog.models.order import KEY_LIMIT
from deskhand.modules.catalog.models.service import WORDS_LIMIT

Money = Annotated[
    Text, Field(pattern=r"^[0-9]{1,10}(\.[0-9]{1,2})?$", max_length=13, examples=["1240.00"], description="An amount.")
]
Answers = Annotated[
    dict[str, Any],
    Field(description="By the codes of the questions: a text, a list of texts, or for a table a list of rows."),
]
StateWord = Literal["planned", "approval", "stuck", "work", "delivered", "declined", "cancelled"]


LanguagePath = Annotated[str, Path(max_length=10, description="Code of a language.", example="de")]


class ShownItem(Answer):
    """Something that the bearer may order."""

    id: int
    desk: Annotated[str, Field(description="Key of the desk.")]
    code: str
    kind: Literal["item", "record", "bundle"]
    title: str
    summary: str
    category: Annotated[str | None, Field(description="Code of its category.")]
    price: Annotated[str | None, Field(description="Of one piece, with two digits behind the point.")]
    currency: str
    price_every: Literal["once", "month"]
    days: Annotated[int | None, Field(description="Working days that are promised.")]
    most: Annotated[int, Field(description="At most so many at once.")]
    needs_approval: bool
    out_of_stock: Annotated[str, Field(description="Why it cannot be had now; empty if it can.")]


class ItemWithForm(ShownItem):
    """The same with its questions."""

    description: str
    words: Annotated[
        dict[str, Any],
        Field(
            description="Texts in other languages, by language: by name, and under `form` by the text as it is written."
        ),
    ]
    version: Annotated[int, Field(description="Number of the version of its questions.")]
    form: Annotated[dict[str, Any], Field(description="Steps of questions with their rules.")]


class ItemPage(Page[ShownItem]):
    """A page of items."""


class ShownLine(Answer):
    """One line of an order: one item, one ticket."""

    id: int
    order: int
    item: Annotated[str, Field(description="Code of the item.")]
    desk: Annotated[str, Field(description="Key of the desk.")]
    title: str
    state: StateWord
    ticket: Annotated[int | None, Field(description="Number of its ticket; null until it begins.")]
    quantity: int
    price: str | None
    currency: str
    cost_centre: str
    for_person: Annotated[str | None, Field(description="Mail address of whom it is for.")]
    wanted_on: date | None
    starts_on: date | None
    ordered_at: datetime | None
    ended_at: datetime | None
    answers: Annotated[dict[str, Any], Field(description="Without hidden ones.")]


class LinePage(Page[ShownLine]):
    """A page of lines."""


class ShownOrder(Answer):
    """What was ordered at once."""

    id: int
    lines: list[ShownLine]


class WantedItem(Input):
    """One item to order."""

    item: Annotated[int, Field(ge=1, le=2**53, description="Id of the item.")]
    answers: Answers = Field(default_factory=dict)
    quantity: Annotated[int, Field(ge=1, le=MOST_PIECES)] = 1
    for_person: Annotated[Email | None, Field(description="Mail address; null for the bearer.")] = None
    cost_centre: Annotated[Text, Field(max_length=CODE_LIMIT)] = ""
    wanted_on: Annotated[Day | None, Field(description="By when it is wished.")] = None
    starts_on: Annotated[Day | None, Field(description="When work on it begins; null for now.")] = None


class NewOrder(Input):
    """An order."""

    items: Annotated[list[WantedItem], Field(min_length=1, max_length=LINE_LIMIT)]
    key: Annotated[
        Text, Field(max_length=KEY_LIMIT, description="A word of yours: an order with the same is made once.")
    ] = ""


class LineChange(Input):
    """What shall be answered instead. All answers are sent."""

    answers: Answers
    quantity: Annotated[int, Field(ge=1, le=MOST_PIECES)] = 1


class BundlePart(Answer):
    """One item that a bundle orders."""

    item: Annotated[str, Field(description="Code of the item.")]
    when: Annotated[dict[str, Any] | None, Field(description="A rule on the answers of the bundle; null for always.")]
    quantity: int
    after: Annotated[list[str], Field(description="Codes of parts that are delivered before it begins.")]
    answers: Annotated[
        dict[str, str], Field(description="Codes of its questions, with those of the bundle that answer them.")
    ]


class WantedBundlePart(Input):
    """One item that a bundle shall order."""

    item: Annotated[Text, Field(max_length=CODE_LIMIT)]
    when: dict[str, Any] | None = None
    quantity: Annotated[int, Field(ge=1, le=MOST_PIECES)] = 1
    after: Annotated[list[Text], Field(max_length=PART_LIMIT)] = Field(default_factory=list)
    answers: dict[str, str] = Field(default_factory=dict)


class BundleParts(Input):
    """All parts of a bundle."""

    parts: Annotated[list[WantedBundlePart], Field(max_length=PART_LIMIT)]


class KeptItem(Answer):
    """An item of the desk, for who keeps the catalog."""

    id: int
    code: str
    kind: Literal["item", "record", "bundle"]
    status: Literal["draft", "live", "retired"]
    title: str
    summary: str
    description: str
    words: Annotated[dict[str, Any], Field(description="Texts in other languages, by language.")]
    price: str | None
    currency: str
    price_every: Literal["once", "month"]
    days: int | None
    most: int
    parts: Annotated[list[BundlePart], Field(description="Of a bundle.")]
    approval: Annotated[str, Field(description="Code of a policy of approvals.")]
    plan: Annotated[str, Field(description="Code of a plan.")]
    version: Annotated[int | None, Field(description="Number of the published version; null for none.")]


class KeptItems(Answer):
    """All items of a desk."""

    items: list[KeptItem]


class ItemChange(Input):
    """What shall be different. What is left away stays."""

    title: Annotated[Text | None, Field(min_length=1, max_length=TITLE_LIMIT)] = None
    summary: Annotated[Text | None, Field(max_length=WORDS_LIMIT)] = None
    description: Annotated[Text | None, Field(max_length=20_000)] = None
    kind: Literal["item", "record", "bundle"] | None = None
    kind_of_ticket: KindWord | None = None
    price: Money | None = None
    currency: Annotated[Text | None, Field(pattern=r"^[A-Z]{3}$")] = None
    price_every: Literal["once", "month"] | None = None
    days: Annotated[int | None, Field(ge=0, le=365)] = None
    most: Annotated[int | None, Field(ge=1, le=MOST_PIECES)] = None
    priority: PriorityWord | None = None
    approval: Annotated[Text | None, Field(max_length=CODE_LIMIT)] = None
    plan: Annotated[Text | None, Field(max_length=CODE_LIMIT)] = None
    out_of_stock: Annotated[Text | None, Field(max_length=WORDS_LIMIT)] = None


class ItemWords(Input):
    """Texts in one other language. What is left away or empty is shown as it was written."""

    title: Annotated[Text, Field(max_length=TITLE_LIMIT)] = ""
    summary: Annotated[Text, Field(max_length=WORDS_LIMIT)] = ""
    description: Annotated[Text, Field(max_length=20_000)] = ""
    out_of_stock: Annotated[Text, Field(max_length=WORDS_LIMIT)] = ""
    picture_words: Annotated[Text, Field(max_length=WORDS_LIMIT)] = ""
    form: Annotated[dict[str, str], Field(description="Texts of its questions, by the text as it is written.")] = Field(
        default_factory=dict
    )

    def own(self) -> dict[str, str]:
        """Those of the item itself."""
        return {name: text for name, text in self.model_dump().items() if name != "form"}


class NewItem(ItemChange):
    """An item to make. It begins as a draft."""

    code: Annotated[Text, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$", examples=["second-screen"])]
    title: Annotated[Text, Field(min_length=1, max_length=TITLE_LIMIT)]


class ItemStatus(Input):
    """Where an item shall be in its life."""

    status: Literal["draft", "live", "retired"]


ITEM: dict[str, Any] = {
    "id": 4,
    "desk": "it",
    "code": "second-screen",
    "kind": "item",
    "title": "Second screen",
    "summary": "27 inch, delivered to your desk.",
    "category": "computers",
    "price": "210.00",
    "currency": "EUR",
    "price_every": "once",
    "days": 2,
    "most": 4,
    "needs_approval": False,
    "out_of_stock": "",
}
LINE: dict[str, Any] = {
    "id": 31,
    "order": 12,
    "item": "second-screen",
    "desk": "it",
    "title": "Second screen",
    "state": "work",
    "ticket": 1042,
    "quantity": 1,
    "price": "210.00",
    "currency": "EUR",
    "cost_centre": "",
    "for_person": "mara@kestrel.example",
    "wanted_on": None,
    "starts_on": None,
    "ordered_at": "2026-03-02T09:00:00Z",
    "ended_at": None,
    "answers": {"size": ["27"]},
}
WORDS: dict[str, Any] = {"title": "Zweiter Bildschirm", "form": {"Size": "Größe"}}
BLANK_PART: dict[str, Any] = {"when": None, "quantity": 1, "after": [], "answers": {}}
PART: dict[str, Any] = {
    **BLANK_PART,
    "item": "second-screen",
    "when": {"of": "screen", "op": "in", "values": ["24", "27"]},
    "after": ["laptop"],
    "answers": {"size": "screen"},
}
KEPT: dict[str, Any] = {
    "id": 4,
    "code": "second-screen",
    "kind": "item",
    "status": "live",
    "title": "Second screen",
    "summary": "27 inch, delivered to your desk.",
    "description": "",
    "price": "210.00",
    "currency": "EUR",
    "price_every": "once",
    "days": 2,
    "most": 4,
    "words": {},
    "parts": [],
    "approval": "",
    "plan": "",
    "version": 1,
}


def amount(price: Decimal | None) -> str | None:
    """As it is answered."""
    return None if price is None else f"{price:.2f}"
