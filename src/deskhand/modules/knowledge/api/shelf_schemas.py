"""What the API takes and gives of categories."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from deskhand.api.answers import Answer
from deskhand.api.schemas import LARGEST_NUMBER, Input, Text
from deskhand.modules.knowledge.actions.arrange import TEXT_LIMIT
from deskhand.modules.knowledge.models.shelf import NAME_LIMIT

ICON_LIMIT = 40
"""Longest name of an icon in characters."""

LANGUAGE_LIMIT = 50
"""Most languages in which one category has a name."""

Ref = Annotated[int, Field(ge=1, le=LARGEST_NUMBER)]
Code = Annotated[Text, Field(min_length=2, max_length=10, description="Code of a language.")]
Name = Annotated[Text, Field(min_length=1, max_length=NAME_LIMIT)]
Told = Annotated[Text, Field(max_length=TEXT_LIMIT, description="What is to be found in it.")]
Names = Annotated[
    dict[Code, Annotated[Text, Field(max_length=NAME_LIMIT)]],
    Field(max_length=LANGUAGE_LIMIT, description="Its name in further languages, by code."),
]
Texts = Annotated[
    dict[Code, Annotated[Text, Field(max_length=TEXT_LIMIT)]],
    Field(max_length=LANGUAGE_LIMIT, description="Its description in further languages, by code."),
]
Icon = Annotated[Text, Field(max_length=ICON_LIMIT, description="Name of an icon; empty for none.")]


class NewShelf(Input):
    """A category to make, or a section within one."""

    name: Name
    text: Told = ""
    icon: Icon = ""
    names: Names = {}
    texts: Texts = {}
    parent: Annotated[Ref | None, Field(description="Id of the category that it stands in; null for none.")] = None


class ShelfChange(Input):
    """What is different about a category. Another name gives it another address; the former one leads on."""

    name: Name = ""
    text: Told = ""
    icon: Icon = ""
    names: Names = {}
    texts: Texts = {}


class ShelfPlace(Input):
    """Where a category shall stand."""

    parent: Annotated[Ref | None, Field(description="Id of the category that it stands in; null: at the top.")] = None
    after: Annotated[Ref | None, Field(description="Id of the sibling that it stands behind; null: first.")] = None


class ShownShelf(Answer):
    """A category of a desk, or a section within one."""

    id: int
    desk: Annotated[str, Field(description="Key of the desk.")]
    parent: Annotated[int | None, Field(description="Id of the category that it stands in; null at the top.")]
    depth: Annotated[int, Field(description="How many categories it stands in.")]
    position: Annotated[int, Field(description="Its place among its siblings.")]
    name: str
    text: Annotated[str, Field(description="What is to be found in it.")]
    names: Annotated[dict[str, str], Field(description="Its name in further languages, by code.")]
    texts: Annotated[dict[str, str], Field(description="Its description in further languages, by code.")]
    icon: Annotated[str, Field(description="Name of an icon; empty for none.")]
    slug: Annotated[str, Field(description="Its part of the address in the help center.")]


class ShownShelves(Answer):
    """The categories of a desk in their order, sections right behind the category that they stand in."""

    items: list[ShownShelf]


SHELF: dict[str, Any] = {
    "id": 12,
    "desk": "it",
    "parent": None,
    "depth": 0,
    "position": 1,
    "name": "Network",
    "text": "VPN, wireless and cables.",
    "names": {"de": "Netzwerk"},
    "texts": {"de": "VPN, WLAN und Kabel."},
    "icon": "",
    "slug": "network",
}
