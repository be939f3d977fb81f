"""Orders that come again, for programs: one's own, with the verbs of the pages."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from django.urls import reverse
from pydantic import Field

from deskhand.api.answers import Answer, Page
from deskhand.api.bearers import ApiRequest
from deskhand.api.cursors import DEFAULT_LIMIT, Walk
from deskhand.api.routing import route
from deskhand.api.schemas import Cursor, Day, Email, Input, Limit, RowId, Text
from deskhand.modules.catalog import access, actions, shown_regular
from deskhand.modules.catalog.api import router
from deskhand.modules.catalog.api.schemas import Answers
from deskhand.modules.catalog.api.shopping import meant_by, orderable_item
from deskhand.modules.catalog.limits import MOST_PIECES
from deskhand.modules.catalog.models import RecurringOrder
from deskhand.modules.catalog.models.item import CODE_LIMIT
from deskhand.modules.catalog.models.order import KEY_LIMIT
from deskhand.modules.catalog.wishes import Wish

UnitWord = Literal["weeks", "months"]


class ShownRegularOrder(Answer):
    """Something that is ordered again and again."""

    id: int
    item: Annotated[str, Field(description="Code of the item.")]
    desk: Annotated[str, Field(description="Key of the desk.")]
    quantity: int
    for_person: Annotated[str | None, Field(description="Mail address of whom it is for.")]
    cost_centre: str
    answers: dict[str, Any]
    every: int
    unit: UnitWord
    starts_on: date
    until_on: date | None
    next_days: Annotated[list[date], Field(description="The next days; none while it is paused.")]
    paused_at: datetime | None
    problem: Annotated[str, Field(description="Why it was paused; empty if its owner did so.")]


class RegularOrderPage(Page[ShownRegularOrder]):
    """A page of them."""


class RegularOrderTerms(Input):
    """What comes again, and how often. All of it is sent."""

    answers: Answers = Field(default_factory=dict)
    quantity: Annotated[int, Field(ge=1, le=MOST_PIECES)] = 1
    for_person: Annotated[Email | None, Field(description="Mail address; null for the bearer.")] = None
    cost_centre: Annotated[Text, Field(max_length=CODE_LIMIT)] = ""
    every: Annotated[int, Field(ge=1, le=MOST_PIECES)] = 1
    unit: UnitWord = "months"
    starts_on: Annotated[Day, Field(description="The first day.")]
    until_on: Annotated[Day | None, Field(description="The last day; null for no end.")] = None


class NewRegularOrder(RegularOrderTerms):
    """A new one."""

    item: Annotated[int, Field(ge=1, le=2**53, description="Id of the item.")]
    key: Annotated[
        Text, Field(max_length=KEY_LIMIT, description="A word of yours: one with the same is made once.")
    ] = ""


REGULAR: dict[str, Any] = {
    "id": 3,
    "item": "toner",
    "desk": "it",
    "quantity": 2,
    "for_person": "mara@kestrel.example",
    "cost_centre": "",
    "answers": {"size": ["A4"]},
    "every": 1,
    "unit": "months",
    "starts_on": "2026-03-02",
    "until_on": None,
    "next_days": ["2026-04-02", "2026-05-04", "2026-06-02"],
    "paused_at": None,
    "problem": "",
}
TERMS: dict[str, Any] = {"answers": {"size": "A4"}, "quantity": 2, "every": 1, "unit": "months"}
ONE: dict[str, Any] = {
    "gate": "scoped",
    "sample": "regular-order",
    "refuses": (404,),
    "returns": ShownRegularOrder,
    "example": REGULAR,
}


@route(
    router,
    "GET",
    "/regular-orders",
    gate="scoped",
    returns=RegularOrderPage,
    example={"items": [REGULAR], "next": None},
)
def list_regular_orders(request: ApiRequest, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = "") -> dict[str, Any]:
    """List what you have ordered again and again."""
    found = RecurringOrder.objects.of_person(request.actor.person_id).filter(ended_at=None)
    return Walk("id", "regular-orders", limit, cursor).page(found.select_related("item__desk", "for_person"), _shown)


@route(
    router,
    "POST",
    "/regular-orders",
    gate="scoped",
    refuses=(404,),
    returns=ShownRegularOrder,
    status=201,
    headers=("Location",),
    example=REGULAR,
    body_example={"item": 4, "starts_on": "2026-03-02", **TERMS},
)
def create_regular_order(request: ApiRequest, new: NewRegularOrder, response: HttpResponse) -> dict[str, Any]:
    """Have something ordered again and again.

    On days on which the desk is closed it is ordered on the next working day.
    """
    item = orderable_item(request, new.item)
    row = actions.order_regularly(actor=request.actor, wish=_wish(request, item, new), rhythm=_rhythm(new), key=new.key)
    response.headers["Location"] = reverse("api:get_regular_order", args=[row.pk])
    return _answer(request, row.pk)


@route(router, "GET", "/regular-orders/{id}", **ONE)
def get_regular_order(request: ApiRequest, id: RowId) -> dict[str, Any]:  # noqa: A002 (its name in the address)
    """Read one."""
    return _answer(request, id)


@route(router, "PUT", "/regular-orders/{id}", **ONE, body_example={"starts_on": "2026-03-02", **TERMS})
def change_regular_order(request: ApiRequest, id: RowId, terms: RegularOrderTerms) -> dict[str, Any]:  # noqa: A002
    """Say otherwise what comes, or how often.

    One that was paused goes on.
    """
    row = access.own_regular_for(request.actor, id)
    wish = _wish(request, orderable_item(request, row.item_id), terms)
    actions.change_regular(actor=request.actor, regular_order=row, wish=wish, rhythm=_rhythm(terms))
    return _answer(request, id)


@route(router, "POST", "/regular-orders/{id}/pause", **ONE)
def pause_regular_order(request: ApiRequest, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Order nothing until it goes on."""
    actions.pause_regular(actor=request.actor, regular_order=access.own_regular_for(request.actor, id))
    return _answer(request, id)


@route(router, "POST", "/regular-orders/{id}/resume", **ONE)
def resume_regular_order(request: ApiRequest, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Go on.

    What was due meanwhile is not ordered.
    """
    actions.resume_regular(actor=request.actor, regular_order=access.own_regular_for(request.actor, id))
    return _answer(request, id)


@route(router, "DELETE", "/regular-orders/{id}", gate="scoped", sample="regular-order", refuses=(404,), status=204)
def stop_regular_order(request: ApiRequest, id: RowId) -> None:  # noqa: A002 (its name in the address)
    """Order it no more.

    What was ordered stays.
    """
    actions.stop_regular(actor=request.actor, regular_order=access.own_regular_for(request.actor, id))


def _answer(request: ApiRequest, pk: int) -> dict[str, Any]:
    return _shown(access.own_regular_for(request.actor, pk))


def _shown(row: RecurringOrder) -> dict[str, Any]:
    names = ("id", "quantity", "cost_centre", "answers", "every", "unit", "starts_on", "until_on", "paused_at")
    return {
        **{name: getattr(row, name) for name in names},
        "item": row.item.code,
        "desk": row.item.desk.key,
        "for_person": row.for_person.email if row.for_person else None,
        "next_days": shown_regular.coming(row),
        "problem": row.problem,
    }


def _wish(request: ApiRequest, item: Any, terms: RegularOrderTerms) -> Wish:
    return Wish(
        item=item,
        given=terms.answers,
        quantity=terms.quantity,
        for_person=meant_by(request, item, terms.for_person, "for_person"),
        cost_centre=terms.cost_centre,
    )


def _rhythm(terms: RegularOrderTerms) -> actions.Rhythm:
    return actions.Rhythm(unit=terms.unit, every=terms.every, starts_on=terms.starts_on, until_on=terms.until_on)
