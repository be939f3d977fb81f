"""Service reviews and overviews for programs: the same numbers as the pages."""

from __future__ import annotations

from typing import Any

from deskhand.accounts.models import Desk
from deskhand.api.bearers import ApiRequest
from deskhand.api.routing import route
from deskhand.api.schemas import DeskPath, RowId
from deskhand.modules.sla import contract_access, months, review, review_files
from deskhand.modules.sla.api import router
from deskhand.modules.sla.api.contracts import desk_read
from deskhand.modules.sla.api.review_schemas import (
    CUSTOMERS,
    OVERVIEW,
    REVIEW,
    OfMonth,
    ShownCustomers,
    ShownOverview,
    ShownReview,
)
from deskhand.modules.sla.overview import overview_of
from deskhand.tickets.people import organizations_of

OF_DESK: dict[str, Any] = {"gate": "scoped", "sample": "desk", "refuses": (404,)}


@route(router, "GET", "/desks/{desk}/overview", **OF_DESK, returns=ShownOverview, example=OVERVIEW)
def get_service_level_overview(request: ApiRequest, desk: DeskPath) -> dict[str, Any]:
    """Read how a desk stands with its promises.

    With what will be late at the pace of its queues. For those who serve the desk.
    """
    found = overview_of(desk_read(request.actor, desk, "sla.read"))
    risks = [
        {
            "ticket": one.clock.ticket.number,
            "level": one.clock.level,
            "key": one.clock.key,
            "due_at": one.clock.due_at,
            "place": one.place,
            "expected_at": one.expected_at,
        }
        for one in found.risks
    ]
    return {
        **{name: getattr(found, name) for name in ("at", "overdue", "soon", "paused")},
        "waivers": found.waiting,
        "month": found.month.word,
        "figures": review_files.figures_written(found.figures),
        "risks": risks,
    }


@route(router, "GET", "/desks/{desk}/reviews", **OF_DESK, returns=ShownCustomers, example=CUSTOMERS)
def list_reviews(request: ApiRequest, desk: DeskPath, month: OfMonth = "") -> dict[str, Any]:
    """List the customers of a month.

    Those to whom something was promised that ended in it or is overdue. For leads, administrators and auditors.
    """
    desk_id = desk_read(request.actor, desk)
    found = months.read(desk_id, month)
    figures = review.by_organization(desk_id, found)
    rows = organizations_of([desk_id]).filter(pk__in=list(figures)).order_by("name", "pk")
    items = [{"id": one.pk, "name": one.name, **review_files.figures_written(figures[one.pk])} for one in rows]
    return {"month": found.word, "items": items}


@route(router, "GET", "/desks/{desk}/reviews/{id}", **OF_DESK, returns=ShownReview, example=REVIEW)
def get_review(request: ApiRequest, desk: DeskPath, id: RowId, month: OfMonth = "") -> dict[str, Any]:  # noqa: A002
    """Read the service review of a customer's month.

    `id` is the organization's. For leads, administrators and auditors.
    """
    desk_id = desk_read(request.actor, desk)
    organization = contract_access.reviewed_for(request.actor, id, desk_id=desk_id)
    row = Desk.objects.get(pk=desk_id)
    return review_files.written(review.review_of(row, organization, months.read(desk_id, month)))
