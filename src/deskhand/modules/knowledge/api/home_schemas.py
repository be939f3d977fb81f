"""What the API takes and gives of homes."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from deskhand.api.answers import Answer
from deskhand.api.schemas import Input, Text
from deskhand.modules.knowledge.actions.homes import HOME_ORGANIZATION_LIMIT
from deskhand.modules.knowledge.api.article_inputs import Ref
from deskhand.modules.knowledge.contacts import CONTACT_LIMIT, LABEL_LIMIT, VALUE_LIMIT
from deskhand.modules.knowledge.models.home import HEADING_LIMIT, HOME_NAME_LIMIT, HOME_WORDS_LIMIT, WORD_LIMIT

SHELVES_LIMIT = 500
"""Most categories that one home names."""

PARTS_LIMIT = 20
"""Most parts that one request names."""

LANGUAGES_LIMIT = 50
"""Most languages in which one home has words."""

PartWord = Literal["search", "words", "notices", "contacts", "featured", "categories", "requests", "useful", "loose"]
WayWord = Literal["phone", "mail", "chat", "place"]

HomeName = Annotated[Text, Field(min_length=1, max_length=HOME_NAME_LIMIT)]
Heading = Annotated[Text, Field(max_length=HEADING_LIMIT)]
HomeText = Annotated[Text, Field(max_length=HOME_WORDS_LIMIT)]
Word = Annotated[Text, Field(max_length=WORD_LIMIT, description="Word in its own address, for a brand.")]
General = Annotated[bool, Field(description="For everybody who has no home of their own.")]
People = Annotated[
    list[Ref], Field(max_length=HOME_ORGANIZATION_LIMIT, description="Ids of the organizations whose people meet it.")
]
Accent = Annotated[Text, Field(max_length=7, description="As in #0b5c7a; empty for the desk's own.")]
Parts = Annotated[list[PartWord], Field(max_length=PARTS_LIMIT, description="What stands on it, in this order.")]
Named = Annotated[
    list[Ref], Field(max_length=SHELVES_LIMIT, description="Ids of the categories that it names; empty for all.")
]
Code = Annotated[Text, Field(min_length=2, max_length=10)]


class HomeWords(Input):
    """Heading and words in one language."""

    heading: Heading = ""
    words: HomeText = ""


class HomeWay(Input):
    """A way to reach the desk."""

    way: WayWord
    value: Annotated[Text, Field(min_length=1, max_length=VALUE_LIMIT, description="Number, address or place.")]
    label: Annotated[Text, Field(max_length=LABEL_LIMIT, description="What it is called.")] = ""
    is_timed: Annotated[bool, Field(description="Only in the desk's opening hours.")] = True


Others = Annotated[dict[Code, HomeWords], Field(max_length=LANGUAGES_LIMIT, description="In further languages.")]
Ways = Annotated[list[HomeWay], Field(max_length=CONTACT_LIMIT)]


class NewHome(Input):
    """A home to make. Without `parts` it shows what every new one does."""

    name: HomeName
    heading: Heading = ""
    words: HomeText = ""
    others: Others = {}
    word: Word = ""
    is_general: General = False
    organizations: People = []
    accent: Accent = ""
    parts: Parts | None = None
    shelves: Named = []
    contacts: Ways = []


class HomeChange(Input):
    """What is different about a home. What is left away stays."""

    name: HomeName = ""
    heading: Heading = ""
    words: HomeText = ""
    others: Others = {}
    word: Word = ""
    is_general: General = False
    organizations: People = []
    accent: Accent = ""
    parts: Parts = []
    shelves: Named = []
    contacts: Ways = []


class ShownHomeWords(Answer):
    """Heading and words in one language."""

    heading: str
    words: str


class ShownHomeWay(Answer):
    """A way to reach the desk."""

    way: str
    value: str
    label: str
    is_timed: bool


class HomePeople(Answer):
    """An organization whose people meet a home."""

    id: int
    name: str


class ShownHome(Answer):
    """A home of a desk, as those who look after it see it."""

    id: int
    desk: Annotated[str, Field(description="Key of the desk.")]
    name: str
    heading: str
    words: str
    others: dict[str, ShownHomeWords]
    word: str
    is_general: bool
    organizations: list[HomePeople]
    accent: str
    has_logo: bool
    parts: list[str]
    shelves: list[int]
    contacts: list[ShownHomeWay]
    is_deleted: bool
    url: Annotated[str, Field(description="A brand's own address; else that of the help center.")]


class ShownHomes(Answer):
    """The homes of a desk, deleted ones among them."""

    items: list[ShownHome]


class MetWay(Answer):
    """A way to reach the desk, as it is at this moment."""

    label: str
    value: str
    url: Annotated[str, Field(description="What opens it; empty where there is nothing to open.")]
    is_closed: bool
    hours: str


class MetHome(Answer):
    """The home that you meet, in your language."""

    desk: Annotated[str, Field(description="Key of the desk.")]
    name: str
    heading: str
    words: str
    parts: list[str]
    contacts: list[MetWay]
    accent: str
    url: str


HOME: dict[str, Any] = {
    "id": 3,
    "desk": "it",
    "name": "Aurora help",
    "heading": "How can we help?",
    "words": "We answer within a day.",
    "others": {"de": {"heading": "Wie können wir helfen?", "words": ""}},
    "word": "aurora",
    "is_general": False,
    "organizations": [],
    "accent": "#0b5c7a",
    "has_logo": False,
    "parts": ["search", "words", "notices", "categories"],
    "shelves": [],
    "contacts": [{"way": "phone", "value": "+49 30 1234", "label": "Service desk", "is_timed": True}],
    "is_deleted": False,
    "url": "/help/it/home/aurora/",
}

MET: dict[str, Any] = {
    "desk": "it",
    "name": "Aurora help",
    "heading": "How can we help?",
    "words": "We answer within a day.",
    "parts": ["search", "words", "notices", "categories"],
    "contacts": [
        {"label": "Service desk", "value": "+49 30 1234", "url": "tel:+49301234", "is_closed": False, "hours": ""}
    ],
    "accent": "#0b5c7a",
    "url": "/help/it/",
}
