"""What you were asked to decide."""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Query

from deskhand.accounts import addresses
from deskhand.api.bearers import ApiRequest
from deskhand.api.cursors import DEFAULT_LIMIT, Walk
from deskhand.api.routing import route
from deskhand.api.schemas import Cursor, Limit, RowId
from deskhand.modules.approvals import access, actions, shown
from deskhand.modules.approvals.absences import stands_in_for
from deskhand.modules.approvals.api import router
from deskhand.modules.approvals.api.schemas import (
    PERSON,
    AskPage,
    Decision,
    GivenQuestion,
    Heir,
    ShownAsk,
    ShownQuestion,
    person,
)
from deskhand.modules.approvals.models import Ask

DIGEST = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
EXAMPLE: dict[str, Any] = {
    "id": 31,
    "approval": 12,
    "ticket": 1042,
    "person": PERSON,
    "state": "waiting",
    "why": "requester_manager",
    "asked_at": "2026-11-23T08:12:00Z",
    "decided_at": None,
    "deadline_at": "2026-11-27T11:00:00Z",
    "subject": "Laptop for Ida Berg",
    "message": "Ida starts on 7 December.",
    "facts": [{"label": "Cost", "shown": "1,890 EUR"}],
    "digest": DIGEST,
}
ONE: dict[str, Any] = {
    "gate": "scoped",
    "sample": "approval_ask",
    "returns": ShownAsk,
    "refuses": (404, 409),
    "example": EXAMPLE,
}
QUESTION: dict[str, Any] = {"id": 5, "ask": 31, "question": "Is the smaller one enough?", "answer": ""}


@route(router, "GET", "/asks", gate="scoped", returns=AskPage, example={"items": [EXAMPLE], "next": None})
def list_approval_asks(
    request: ApiRequest,
    waiting: Annotated[bool, Query(description="Only what waits for a decision.")] = True,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = "",
) -> dict[str, Any]:
    """List what you were asked to approve.

    Also what waits for those for whom you decide now. It needs no role on a desk.
    """
    found = Ask.objects.asked_of(request.actor, stands_in_for(request.actor.person_id))
    found = found.waiting() if waiting else found
    return Walk("asked_at", f"approval-asks:{waiting}", limit, cursor).page(found, _shown, *access.ASK_PARTS)


@route(router, "GET", "/asks/{id}", **ONE)
def get_approval_ask(request: ApiRequest, id: RowId) -> dict[str, Any]:  # noqa: A002 (its name in the address)
    """Read what you were asked to approve."""
    return _shown(access.ask_for(request.actor, id))


@route(
    router,
    "POST",
    "/asks/{id}/decide",
    **ONE,
    body_example={"approves": True, "digest": DIGEST, "remark": "Fine."},
)
def decide_approval(request: ApiRequest, id: RowId, decision: Decision) -> dict[str, Any]:  # noqa: A002
    """Approve or decline.

    With the digest of what was shown: what was edited since is refused with 409, and asked anew.
    """
    row = access.ask_for(request.actor, id)
    actions.decide(actor=request.actor, ask=row, **decision.model_dump())
    return _shown(access.ask_for(request.actor, id))


@route(router, "POST", "/asks/{id}/hand-over", **ONE, body_example={"to": "ben@eberfeld.example"})
def hand_approval_over(request: ApiRequest, id: RowId, heir: Heir) -> dict[str, Any]:  # noqa: A002
    """Let somebody else decide.

    Neither the requester nor whoever asks or works on the ticket.
    """
    row = access.ask_for(request.actor, id)
    actions.hand_over(actor=request.actor, ask=row, to=addresses.owner_of(heir.to.strip().lower()))
    return _shown(access.ask_for(request.actor, id))


@route(
    router,
    "POST",
    "/asks/{id}/questions",
    gate="scoped",
    sample="approval_ask",
    returns=ShownQuestion,
    status=201,
    refuses=(404, 409),
    example=QUESTION,
    body_example={"question": "Is the smaller one enough?"},
)
def ask_before_approval(request: ApiRequest, id: RowId, given: GivenQuestion) -> dict[str, Any]:  # noqa: A002
    """Ask something before you decide.

    The requester and the desk can answer.
    """
    row = access.ask_for(request.actor, id)
    made = actions.put_question(actor=request.actor, ask=row, said=given.question)
    return {"id": made.pk, "ask": row.pk, "question": made.words, "answer": ""}


def _shown(row: Ask) -> dict[str, Any]:
    body = row.content.body
    return {
        "id": row.pk,
        "approval": row.approval_id,
        "ticket": row.approval.ticket.number,
        "person": person(row.person),
        **{one: getattr(row, one) for one in ("state", "why", "asked_at", "decided_at")},
        "deadline_at": row.stage.deadline_at,
        "subject": body["subject"],
        "message": row.approval.why or shown.message_of(body),
        "facts": [{"label": label, "shown": value} for label, value in shown.facts_of(body)],
        "digest": row.content.digest,
    }
