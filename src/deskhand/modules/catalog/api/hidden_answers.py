"""Hidden answers for programs: read one order at a time, by who works on it, and recorded."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpResponse
from pydantic import Field

from deskhand.api.answers import Answer
from deskhand.api.bearers import ApiRequest
from deskhand.api.routing import route
from deskhand.api.schemas import RowId
from deskhand.modules.catalog import access, actions
from deskhand.modules.catalog.api import router


class HiddenAnswers(Answer):
    """What was answered to hidden questions."""

    answers: Annotated[dict[str, list[str]], Field(description="By the codes of the questions.")]


@route(
    router,
    "POST",
    "/order-lines/{id}/hidden-answers",
    gate="scoped",
    sample="order-line",
    refuses=(404,),
    returns=HiddenAnswers,
    example={"answers": {"pin": ["4711"]}},
)
def read_hidden_answers(request: ApiRequest, id: RowId, response: HttpResponse) -> dict[str, Any]:  # noqa: A002
    """Read the hidden answers of a line.

    For staff of the desk. The history of the ticket tells who looked, each time; no other route answers them. Nothing
    stores the answer: an Idempotency-Key does not help here.
    """
    line = access.served_line_for(request.actor, id)
    response.headers["Cache-Control"] = "no-store, private"
    return {"answers": actions.read_secrets(actor=request.actor, line=line)}
