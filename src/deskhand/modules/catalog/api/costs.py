"""Costs of orders for programs."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from ninja import Query
from pydantic import Field

from deskhand.api import lookups
from deskhand.api.answers import Answer
from deskhand.api.bearers import ApiRequest
from deskhand.api.routing import route
from deskhand.api.schemas import Day, DeskPath, Text
from deskhand.modules.catalog import costs
from deskhand.modules.catalog.api import router
from deskhand.modules.catalog.api.keeping import OF_DESK, desk_for
from deskhand.modules.catalog.api.schemas import amount
from deskhand.modules.catalog.costs import ROW_LIMIT, CostQuestion
from deskhand.modules.catalog.models.item import CODE_LIMIT


class OrderCost(Answer):
    """The sum of a cost centre, item or month in one currency, paid once or every month."""

    key: Annotated[str, Field(description="The cost centre, the code of the item, or the first day of the month.")]
    title: Annotated[str, Field(description="Of an item.")]
    currency: str
    price_every: Literal["once", "month"]
    lines: int
    pieces: int
    ordered: Annotated[str, Field(description="Without what was declined or cancelled.")]
    delivered: str


class OrderCosts(Answer):
    """Those with the highest cost, months in their order."""

    items: list[OrderCost]
    has_more: bool


COST: dict[str, Any] = {
    "key": "4711",
    "title": "",
    "currency": "EUR",
    "price_every": "once",
    "lines": 3,
    "pieces": 4,
    "ordered": "1870.00",
    "delivered": "1240.00",
}


@route(
    router,
    "GET",
    "/desks/{desk}/costs",
    **OF_DESK,
    returns=OrderCosts,
    example={"items": [COST], "has_more": False},
)
def list_order_costs(
    request: ApiRequest,
    desk: DeskPath,
    since: Annotated[Day, Query(description="The first day on which was ordered.", example="2026-01-01")],
    until: Annotated[Day, Query(description="The last one, at most two years later.", example="2026-12-31")],
    by: Annotated[Literal["cost_centre", "item", "month"], Query("cost_centre")] = "cost_centre",
    cost_centre: Annotated[
        Text | None, Query(None, max_length=CODE_LIMIT, description="That one; empty for none.")
    ] = None,
    item: Annotated[Text, Query("", max_length=CODE_LIMIT, description="Code of an item.")] = "",
) -> dict[str, Any]:
    """Sum what was ordered and delivered.

    For leads and administrators of the desk.
    """
    here = desk_for(request.actor, desk)
    actor = lookups.reader(request.actor)
    actor.need("catalog.costs", here.pk)
    asked = CostQuestion(first=since, last=until, cost_centre=cost_centre, item=item)
    rows = costs.rows_by(costs.lines_of(actor, here, asked), by, here)
    return {"items": [_shown(one) for one in rows[:ROW_LIMIT]], "has_more": len(rows) > ROW_LIMIT}


def _shown(row: costs.CostRow) -> dict[str, Any]:
    return {
        "key": row.key.isoformat() if isinstance(row.key, date) else row.key,
        "title": row.name,
        "currency": row.currency,
        "price_every": row.every,
        "lines": row.lines,
        "pieces": row.pieces,
        "ordered": amount(row.ordered),
        "delivered": amount(row.delivered),
    }
