"""Approvals of tickets, for those who serve them."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Query
from pydantic import Field

from deskhand.api.bearers import ApiRequest
from deskhand.api.cursors import DEFAULT_LIMIT, Walk
from deskhand.api.routing import route
from deskhand.api.schemas import LARGEST_NUMBER, Cursor, Limit, OfDesk, RowId, Text
from deskhand.kernel import switches
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.modules.approvals import access, actions
from deskhand.modules.approvals.api import router
from deskhand.modules.approvals.api.schemas import PERSON, ApprovalPage, NewApproval, ShownApproval, person
from deskhand.modules.approvals.forms import people_of
from deskhand.modules.approvals.models import Approval, Policy
from deskhand.modules.approvals.querysets import MODULE
from deskhand.tickets.access import served_ticket_for

EXAMPLE: dict[str, Any] = {
    "id": 12,
    "ticket": 1042,
    "desk": "it",
    "policy": "manager",
    "state": "open",
    "because": "",
    "round": 1,
    "why": "Ida starts on 7 December.",
    "asked_by": PERSON,
    "asked_at": "2026-11-23T08:12:00Z",
    "ended_at": None,
}
ONE: dict[str, Any] = {
    "gate": "scoped",
    "sample": "approval",
    "returns": ShownApproval,
    "refuses": (404, 409),
    "example": EXAMPLE,
}


@route(router, "GET", "", gate="scoped", returns=ApprovalPage, example={"items": [EXAMPLE], "next": None})
def list_approvals(
    request: ApiRequest,
    desk: OfDesk = "",
    ticket: Annotated[int | None, Query(ge=1, le=LARGEST_NUMBER, description="Only those of this ticket.")] = None,
    state: Annotated[Text, Field(max_length=10, description="Only those in this state.")] = "",
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = "",
) -> dict[str, Any]:
    """List approvals.

    Of the tickets that you serve, the oldest first.
    """
    found = Approval.objects.served_by(request.actor)
    found = found.filter(desk__key=desk) if desk else found
    found = found.filter(ticket__number=ticket) if ticket is not None else found
    found = found.filter(state=state) if state else found
    walk = Walk("asked_at", f"approvals:{desk}:{ticket}:{state}", limit, cursor)
    return walk.page(found, shown, "ticket", "desk", "asked_by", "version__policy")


@route(
    router,
    "POST",
    "",
    gate="scoped",
    returns=ShownApproval,
    status=201,
    refuses=(404,),
    headers=("Location",),
    example=EXAMPLE,
    body_example={"ticket": 1042, "policy": "manager", "why": "Ida starts on 7 December."},
)
def ask_for_approval(request: ApiRequest, new: NewApproval, response: HttpResponse) -> dict[str, Any]:
    """Ask for approval of a ticket.

    For staff of the desk: by a policy, or people by name, who all must agree.
    """
    ticket = served_ticket_for(request.actor, new.ticket)
    if not switches.is_on(MODULE, ticket.desk_id):
        raise NotFound
    request.actor.need_on("approvals.ask", ticket)
    if new.people:
        people = people_of(",".join(new.people))
        row = actions.ask_people(actor=request.actor, ticket=ticket, people=people, why=new.why)
    else:
        policy = Policy.objects.within(ticket.desk_id).in_use().filter(code=new.policy).first()
        if policy is None:
            words = _("Choose a policy, or name people.")
            raise Invalid(words, {"policy": words})
        row = actions.ask(actor=request.actor, ticket=ticket, policy=policy, why=new.why)
    response.headers["Location"] = reverse("api:get_approval", args=[row.pk])
    return shown(row)


@route(router, "GET", "/{id}", **ONE)
def get_approval(request: ApiRequest, id: RowId) -> dict[str, Any]:  # noqa: A002 (its name in the address)
    """Read an approval."""
    return shown(access.approval_for(request.actor, id))


@route(router, "POST", "/{id}/withdraw", **ONE)
def withdraw_approval(request: ApiRequest, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Withdraw an approval.

    For staff of the desk: while it waits, or after it was declined.
    """
    return shown(actions.withdraw(actor=request.actor, approval=access.approval_for(request.actor, id)))


@route(router, "POST", "/{id}/remind", **ONE)
def remind_of_approval(request: ApiRequest, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Remind those who have not decided.

    For staff of the desk, once in ten minutes.
    """
    return shown(actions.remind(actor=request.actor, approval=access.approval_for(request.actor, id)))


def shown(row: Approval) -> dict[str, Any]:
    """The approval as programs get it."""
    names = ("state", "because", "round", "why", "asked_at", "ended_at")
    return {
        "id": row.pk,
        "ticket": row.ticket.number,
        "desk": row.desk.key,
        "policy": row.version.policy.code if row.version else "",
        "asked_by": person(row.asked_by),
        **{one: getattr(row, one) for one in names},
    }
