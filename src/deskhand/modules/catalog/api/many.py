"""Ordering one item many times from CSV text, for programs."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpResponse
from pydantic import Field

from deskhand.api.answers import Answer
from deskhand.api.bearers import ApiRequest
from deskhand.api.routing import route
from deskhand.api.schemas import Input, RowId, Text
from deskhand.modules.catalog import actions
from deskhand.modules.catalog.api import router
from deskhand.modules.catalog.api.shopping import orderable_item
from deskhand.modules.catalog.limits import MANY_BYTES
from deskhand.modules.catalog.models.order import KEY_LIMIT


class ManyRows(Input):
    """A file as text."""

    csv: Annotated[Text, Field(max_length=MANY_BYTES, description="With headings: the codes of the questions will do.")]
    key: Annotated[
        Text, Field(max_length=KEY_LIMIT, description="A word of yours: an order with the same is made once.")
    ] = ""


class WrongCell(Answer):
    """Something that cannot be taken."""

    row: Annotated[int, Field(description="As a spreadsheet counts: the headings are row 1.")]
    column: Annotated[str, Field(description="`quantity`, `for`, `wanted_on`, `starts_on`, `cost_centre` or `q.code`.")]
    problem: str


class CheckedRows(Answer):
    """What ordering them would do."""

    rows: int
    problems: list[WrongCell]


class OrderedRows(Answer):
    """What was ordered."""

    order: Annotated[int, Field(description="Id of the order. Its lines begin one after the other.")]
    lines: int


BODY: dict[str, Any] = {"csv": "quantity,for,size\n2,mara@kestrel.example,27\n", "key": "2026-0117"}
OF_ITEM: dict[str, Any] = {"gate": "scoped", "sample": "item", "refuses": (404,), "body_example": BODY}


@route(
    router,
    "POST",
    "/items/{id}/check-many",
    **OF_ITEM,
    returns=CheckedRows,
    example={"rows": 1, "problems": [{"row": 2, "column": "quantity", "problem": "From 1 to 4."}]},
)
def check_many_orders(request: ApiRequest, id: RowId, given: ManyRows) -> dict[str, Any]:  # noqa: A002
    """Judge a file of orders, and order nothing."""
    rows = actions.check_many(actor=request.actor, item=orderable_item(request, id), raw=given.csv.encode())
    problems = [
        {"row": row.number, "column": name, "problem": words} for row in rows for name, words in row.wrong.items()
    ]
    return {"rows": len(rows), "problems": problems}


@route(
    router,
    "POST",
    "/items/{id}/order-many",
    **OF_ITEM,
    returns=OrderedRows,
    status=201,
    example={"order": 12, "lines": 1},
)
def order_many_rows(request: ApiRequest, id: RowId, given: ManyRows, response: HttpResponse) -> dict[str, Any]:  # noqa: A002
    """Order every row of a file, or nothing.

    What is wrong is told by row and column, as in `3.q.size`.
    """
    item = orderable_item(request, id)
    made = actions.order_many(actor=request.actor, item=item, raw=given.csv.encode(), key=given.key)
    return {"order": made.pk, "lines": made.lines.filter(bundle=None).count()}
