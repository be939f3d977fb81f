"""Webhooks for programs: the same verbs as the settings page."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Router
from pydantic import Field

from deskhand.accounts.models import Desk
from deskhand.api.answers import Answer, Page
from deskhand.api.bearers import ApiRequest
from deskhand.api.cursors import DEFAULT_LIMIT, Walk
from deskhand.api.lookups import reader, wrong
from deskhand.api.routing import route
from deskhand.api.schemas import Cursor, Input, Limit, OfDesk, RowId, Text
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.webhooks import actions
from deskhand.webhooks.models import NAME_LIMIT, URL_LIMIT, Delivery, Stopped, Webhook

router = Router(tags=["Webhooks"])

EVENTS_LIMIT = 200
"""Most codes of one webhook."""


class ShownWebhook(Answer):
    """A webhook. ``events`` are the codes that it is told of; an empty list means all."""

    id: int
    desk: Annotated[str, Field(description="Key of the desk.")]
    name: str
    url: str
    events: list[str]
    is_on: Annotated[bool, Field(description="Whether events are sent.")]
    stopped: Annotated[
        Literal["", "by_hand", "gone", "failing"], Field(description="Why nothing is sent; empty while it is on.")
    ]
    failing_since: datetime | None
    created_at: datetime


class NewlyMade(ShownWebhook):
    """A webhook with its secret, which is given this once."""

    secret: Annotated[str, Field(description="Messages are signed with it. It is not given again.")]


class ShownTry(Answer):
    """One request and its answer."""

    at: datetime
    status: Annotated[int | None, Field(description="Null if no answer came.")]
    error: str
    answer: Annotated[str, Field(description="The beginning of the answer.")]


class ShownDelivery(Answer):
    """One event on its way to a webhook."""

    id: int
    message_id: Annotated[str, Field(description="The header webhook-id, the same in every try.")]
    type: str
    state: Literal["waiting", "sent", "failed"]
    made_at: datetime
    next_try_at: datetime | None
    body: Annotated[dict[str, Any], Field(description="What is sent.")]
    tries: list[ShownTry]


class WebhookPage(Page[ShownWebhook]):
    """A page of webhooks."""


class DeliveryPage(Page[ShownDelivery]):
    """A page of deliveries."""


Name = Annotated[Text, Field(min_length=1, max_length=NAME_LIMIT, examples=["Pager"])]
Address = Annotated[Text, Field(min_length=1, max_length=URL_LIMIT, examples=["https://tools.example.org/hook"])]
Codes = Annotated[
    list[Annotated[Text, Field(max_length=80)]],
    Field(max_length=EVENTS_LIMIT, description="Codes of events; none means all."),
]


class NewWebhook(Input):
    """A webhook to make."""

    desk: Annotated[Text, Field(max_length=20, description="Key of a desk that you administer.", examples=["it"])]
    name: Name
    url: Address
    events: Codes = []


class WebhookChange(Input):
    """What shall be different. What is left away stays."""

    name: Name | None = None
    url: Address | None = None
    events: Codes | None = None
    is_on: bool | None = None


EXAMPLE: dict[str, Any] = {
    "id": 3,
    "desk": "it",
    "name": "Pager",
    "url": "https://tools.example.org/hook",
    "events": ["ticket.created"],
    "is_on": True,
    "stopped": "",
    "failing_since": None,
    "created_at": "2026-03-02T08:38:12.104Z",
}
MADE: dict[str, Any] = {**EXAMPLE, "secret": "whsec_(shown once)"}
SENT: dict[str, Any] = {
    "id": 481,
    "message_id": "msg_33017",
    "type": "ticket.created",
    "state": "sent",
    "made_at": "2026-03-02T08:51:02.004Z",
    "next_try_at": None,
    "body": {"type": "ticket.created", "timestamp": "2026-03-02T08:51:02.004Z", "data": {"desk": "it", "ticket": 1042}},
    "tries": [{"at": "2026-03-02T08:51:02.310Z", "status": 204, "error": "", "answer": ""}],
}
ONE: dict[str, Any] = {"gate": "scoped", "sample": "webhook", "refuses": (404,)}


@route(router, "GET", "", gate="scoped", returns=WebhookPage, example={"items": [EXAMPLE], "next": None})
def list_webhooks(
    request: ApiRequest,
    desk: OfDesk = "",
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = "",
) -> dict[str, Any]:
    """List webhooks.

    Oldest first: those of the desks that you administer.
    """
    found = _found(request.actor)
    if desk:
        found = found.filter(desk__key=desk)
    return Walk("created_at", f"webhooks:{desk}", limit, cursor).page(found, _shown, "desk")


@route(
    router,
    "POST",
    "",
    gate="scoped",
    fresh=True,
    returns=NewlyMade,
    status=201,
    headers=("Location",),
    example=MADE,
    body_example={"desk": "it", "name": "Pager", "url": EXAMPLE["url"], "events": EXAMPLE["events"]},
)
def make_webhook(request: ApiRequest, new: NewWebhook, response: HttpResponse) -> dict[str, Any]:
    """Make a webhook.

    For administrators of the desk. The answer holds the secret that messages are signed with; nothing else ever does.
    """
    desk = _desk(request.actor, new.desk)
    row, secret = actions.save_webhook(actor=request.actor, desk=desk, name=new.name, url=new.url, events=new.events)
    response.headers["Location"] = reverse("api:get_webhook", args=[row.pk])
    return {**_shown(row), "secret": secret}


@route(router, "GET", "/{id}", **ONE, returns=ShownWebhook, example=EXAMPLE)
def get_webhook(request: ApiRequest, id: RowId) -> dict[str, Any]:  # noqa: A002 (its name in the address)
    """Read one webhook."""
    return _shown(_row(request.actor, id))


@route(
    router,
    "PATCH",
    "/{id}",
    **ONE,
    fresh=True,
    returns=ShownWebhook,
    example=EXAMPLE,
    body_example={"events": ["ticket.created"]},
)
def change_webhook(request: ApiRequest, id: RowId, change: WebhookChange) -> dict[str, Any]:  # noqa: A002
    """Change a webhook.

    Switching one on that was stopped forgets its failures.
    """
    given = {name: value for name, value in change.given().items() if value is not None}
    return _shown(actions.change_webhook(actor=request.actor, webhook=_row(request.actor, id), given=given))


@route(router, "DELETE", "/{id}", **ONE, fresh=True, status=204)
def delete_webhook(request: ApiRequest, id: RowId) -> None:  # noqa: A002
    """Delete a webhook with its log."""
    actions.delete_webhook(actor=request.actor, webhook=_row(request.actor, id))


@route(router, "POST", "/{id}/secret", **ONE, fresh=True, returns=NewlyMade, example=MADE)
def rotate_webhook_secret(request: ApiRequest, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Give a webhook a new secret.

    The former one signs as well for a day: messages carry two signatures until then.
    """
    row = _row(request.actor, id)
    secret = actions.rotate_secret(actor=request.actor, webhook=row)
    return {**_shown(row), "secret": secret}


@route(router, "POST", "/{id}/test", **ONE, returns=ShownDelivery, example=SENT)
def test_webhook(request: ApiRequest, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Send a test.

    A message of the type `webhook.test`. Its answer stands in the deliveries a moment later.
    """
    return _delivery(actions.send_test(actor=request.actor, webhook=_row(request.actor, id)))


@route(router, "GET", "/{id}/deliveries", **ONE, returns=DeliveryPage, example={"items": [SENT], "next": None})
def list_webhook_deliveries(
    request: ApiRequest,
    id: RowId,  # noqa: A002
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = "",
) -> dict[str, Any]:
    """List what a webhook sent.

    Newest first, for thirty days, with every try and its answer.
    """
    hook = _row(request.actor, id)
    found = Delivery.objects.within(hook.desk_id).filter(webhook=hook).prefetch_related("attempts")
    walk = Walk("made_at", f"deliveries of webhook {hook.pk}", limit, cursor, is_down=True)
    return walk.page(found, _delivery)


@route(
    router,
    "POST",
    "/{id}/deliveries/{delivery}/replay",
    **ONE,
    returns=ShownDelivery,
    example={**SENT, "state": "waiting"},
)
def replay_webhook_delivery(request: ApiRequest, id: RowId, delivery: RowId) -> dict[str, Any]:  # noqa: A002
    """Send a delivery again.

    With the same `webhook-id` and the same body.
    """
    hook = _row(request.actor, id)
    found = Delivery.objects.within(hook.desk_id).select_related("webhook__desk")
    row: Delivery | None = found.filter(webhook=hook, pk=delivery).first()
    if row is None:
        raise NotFound
    return _delivery(actions.replay(actor=request.actor, delivery=row))


def _found(actor: Actor) -> Any:
    return Webhook.objects.within(reader(actor).desks_with("webhooks.edit"))


def _row(actor: Actor, pk: int) -> Webhook:
    found: Webhook | None = _found(actor).select_related("desk").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def _desk(actor: Actor, key: str) -> Desk:
    found = Desk.objects.filter(key=key, pk__in=actor.desks_with("webhooks.edit")).first()
    if found is None:
        raise wrong("desk", _("You administer no desk “%(key)s”.") % {"key": key})
    return found


def _shown(row: Webhook) -> dict[str, Any]:
    return {
        "id": row.pk,
        "desk": row.desk.key,
        "name": row.name,
        "url": row.url,
        "events": row.events,
        "is_on": row.stopped == Stopped.NO,
        "stopped": row.stopped,
        "failing_since": row.failing_since,
        "created_at": row.created_at,
    }


def _delivery(row: Delivery) -> dict[str, Any]:
    return {
        "id": row.pk,
        "message_id": row.message_id,
        "type": row.code,
        "state": row.state,
        "made_at": row.made_at,
        "next_try_at": row.next_try_at,
        "body": json.loads(row.body),
        "tries": [
            {"at": one.at, "status": one.status, "error": one.error, "answer": one.answer} for one in row.attempts.all()
        ],
    }
