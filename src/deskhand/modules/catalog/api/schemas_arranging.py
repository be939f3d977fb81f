"""What the routes of categories, services, entitlements, carts and pictures take and answer."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from deskhand.api.answers import Answer
from deskhand.api.schemas import Input, Text
from deskhand.modules.catalog.limits import ENTITLEMENT_LIMIT
from deskhand.modules.catalog.models.entitlement import WORD_LIMIT
from deskhand.modules.catalog.models.item import CODE_LIMIT, TITLE_LIMIT
from deskhand.modules.catalog.models.order import KEY_LIMIT
from deskhand.modules.catalog.models.service import WORDS_LIMIT

WhomWord = Literal["person", "team", "organization", "department", "location", "role"]
Title = Annotated[Text, Field(min_length=1, max_length=TITLE_LIMIT)]
Parent = Annotated[Text | None, Field(max_length=CODE_LIMIT, description="Code of the one above; null for none.")]
PlaceNumber = Annotated[int, Field(ge=0, le=9999, description="Place in the order.")]
Translations = Annotated[
    dict[str, dict[str, str]],
    Field(description="Texts in other languages: `title` by language.", examples=[{"de": {"title": "Computer"}}]),
]


class ItemCategory(Answer):
    """A category in which the bearer may order something."""

    code: str
    desk: Annotated[str, Field(description="Key of the desk.")]
    title: str
    parent: Annotated[str | None, Field(description="Code of the one above.")]
    items: Annotated[int, Field(description="How many the bearer may order in it and in those below.")]


class ItemCategories(Answer):
    """All of them, those within others below them."""

    items: list[ItemCategory]


class KeptCategory(Answer):
    """A category of the desk, for who keeps the catalog."""

    id: int
    code: str
    title: str
    parent: str | None
    place: int
    words: Translations
    has_picture: bool
    items: Annotated[int, Field(description="How many are in it, drafts among them.")]


class KeptCategories(Answer):
    """All categories of a desk."""

    items: list[KeptCategory]


class ItemCategoryChange(Input):
    """What shall be different. What is left away stays."""

    title: Title | None = None
    parent: Parent = None
    place: PlaceNumber | None = None
    words: Translations | None = None


class NewItemCategory(ItemCategoryChange):
    """A category to make."""

    code: Annotated[Text, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$", examples=["computers"])]
    title: Title


class ServiceProfileShown(Answer):
    """What people read about a service of the desk."""

    id: Annotated[int, Field(description="Id of the service.")]
    service: Annotated[str, Field(description="Its name.")]
    description: str
    hours: str
    support: str
    status: Literal["pipeline", "live", "retired"]


class ServiceProfilesShown(Answer):
    """All services of a desk."""

    items: list[ServiceProfileShown]


class ServiceProfileChange(Input):
    """What shall be different. What is left away stays."""

    description: Annotated[Text | None, Field(max_length=20_000)] = None
    hours: Annotated[Text | None, Field(max_length=WORDS_LIMIT)] = None
    support: Annotated[Text | None, Field(max_length=WORDS_LIMIT)] = None
    status: Literal["pipeline", "live", "retired"] | None = None


class CatalogRulesShown(Answer):
    """For whom people may order besides themselves."""

    for_whom: Literal["nobody", "department", "organization", "all"]


class CatalogRulesChange(Input):
    """For whom people may order besides themselves."""

    for_whom: Literal["nobody", "department", "organization", "all"]


class EntitlementShown(Answer):
    """One line of who may order an item."""

    rule: Literal["may", "may_not"]
    whom: WhomWord
    who: Annotated[str, Field(description="A mail address, a name, a department or location, or a role.")]


class EntitlementsShown(Answer):
    """All lines of an item. Without one that allows, it is for everybody whom none forbids."""

    items: list[EntitlementShown]


class WantedEntitlement(Input):
    """One line of who may order an item."""

    rule: Literal["may", "may_not"] = "may"
    whom: WhomWord
    who: Annotated[
        Text,
        Field(
            min_length=1,
            max_length=254,
            description="A mail address; the name of a team or organization; a department or location as written at "
            f"people, at most {WORD_LIMIT} characters; or a role: `agent`, `lead`, `admin`, `manager`.",
        ),
    ]


class WantedEntitlements(Input):
    """All lines."""

    items: Annotated[list[WantedEntitlement], Field(max_length=ENTITLEMENT_LIMIT)]


class MayOrder(Answer):
    """Whether somebody may order an item, where they may write to its desk."""

    person: Annotated[str, Field(description="Mail address.")]
    may: bool
    because: Annotated[list[EntitlementShown], Field(description="The lines that speak of them and decide.")]


class CartLine(Answer):
    """One line of the cart."""

    id: int
    item: Annotated[int, Field(description="Id of the item.")]
    code: Annotated[str, Field(description="Code of the item.")]
    desk: Annotated[str, Field(description="Key of the desk.")]
    title: str
    quantity: int
    price: Annotated[str | None, Field(description="Of one piece, as it was when it was put in.")]
    currency: str
    cost_centre: str
    for_person: Annotated[str | None, Field(description="Mail address of whom it is for.")]
    wanted_on: date | None
    starts_on: date | None
    answers: Annotated[dict[str, Any], Field(description="Without hidden ones.")]


class ShownCart(Answer):
    """The bearer's cart."""

    items: list[CartLine]


class CartOrder(Input):
    """How the cart is ordered."""

    key: Annotated[
        Text, Field(max_length=KEY_LIMIT, description="A word of yours: a cart with the same is ordered once.")
    ] = ""


class PictureShown(Answer):
    """Whether there is a picture, and what it shows."""

    has_picture: bool
    words: Annotated[str, Field(description="For people who do not see it.")]
