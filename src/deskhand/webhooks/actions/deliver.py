"""What is put on the way to a webhook, tried, kept and put on the way again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.kernel import clock, signing
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict
from deskhand.kernel.events import Fact
from deskhand.kernel.wire import Reply
from deskhand.webhooks import kinds
from deskhand.webhooks.models import Delivery, State, Stopped, Try, Webhook

KEEP_LOG = timedelta(days=30)
"""How long deliveries and their answers are kept."""

SWEPT_AT_ONCE = 5_000
"""Deliveries that one sweep removes."""


def enqueue(*, webhooks: Sequence[Webhook], fact: Fact) -> None:
    """Put a fact on its way to each of them, in the transaction that records it."""
    if not webhooks:
        return
    subject, content = kinds.subject_of(fact), kinds.payload(fact)
    for webhook in webhooks:
        _put(webhook, f"msg_{fact.meta.id}", fact.code, subject, content)


@transaction.atomic
def send_test(*, actor: Actor, webhook: Webhook) -> Delivery:
    """Put a message on its way that says nothing but that it arrives."""
    actor.need("webhooks.edit", webhook.desk_id)
    _need_on(webhook)
    content = kinds.test_payload(webhook.desk, clock.now())
    return _put(webhook, f"msg_test_{signing.fresh_token()[:20]}", kinds.TEST, f"test:{webhook.pk}", content)


@transaction.atomic
def replay(*, actor: Actor, delivery: Delivery) -> Delivery:
    """Send a delivery again, with the same id and the same body, and with all its tries."""
    actor.need("webhooks.edit", delivery.webhook.desk_id)
    _need_on(delivery.webhook)
    again = {"state": State.WAITING, "tries": 0, "next_try_at": clock.now()}
    ended = Delivery.objects.within(delivery.webhook.desk_id).filter(pk=delivery.pk).exclude(state=State.WAITING)
    if not ended.update(**again):
        raise Conflict(_("It is on its way already."))
    for name, value in again.items():
        setattr(delivery, name, value)
    _order(delivery)
    return delivery


def note_try(
    *, delivery: Delivery, url: str, headers: dict[str, str], at: datetime, reply: Reply, wait: int | None
) -> None:
    """Keep one request and its answer, and say how it goes on: ``wait`` is in seconds, None for no further try. In
    the caller's transaction."""
    Try.objects.create(
        delivery=delivery,
        at=at,
        took=timedelta(seconds=reply.seconds),
        url=url,
        request_headers=headers,
        status=reply.status,
        answer_headers=reply.headers,
        answer=reply.text,
        error=reply.error,
    )
    delivery.tries += 1
    delivery.next_try_at = None if wait is None else clock.now() + timedelta(seconds=wait)
    delivery.state = State.SENT if reply.is_good else State.WAITING if wait is not None else State.FAILED
    delivery.save(update_fields=["tries", "next_try_at", "state"])
    hook = Webhook.objects.within(delivery.webhook.desk_id).filter(pk=delivery.webhook_id)
    if reply.is_good:
        hook.exclude(failing_since=None).update(failing_since=None)
    else:
        hook.filter(failing_since=None).update(failing_since=at)


def drop(*, delivery: Delivery) -> None:
    """Give up what waits for a webhook that was stopped. In the caller's transaction."""
    delivery.state, delivery.next_try_at = State.FAILED, None
    delivery.save(update_fields=["state", "next_try_at"])


@transaction.atomic
def forget_old() -> int:
    """Remove what is older than :data:`KEEP_LOG`. Returns how many deliveries."""
    old = Delivery.objects.beyond_walls("the log of every desk grows old alike").filter(
        made_at__lt=clock.now() - KEEP_LOG
    )
    ids = list(old.values_list("pk", flat=True)[:SWEPT_AT_ONCE])
    Delivery.objects.beyond_walls("as above").filter(pk__in=ids).delete()
    return len(ids)


def _put(webhook: Webhook, message_id: str, code: str, subject: str, content: dict[str, Any]) -> Delivery:
    delivery: Delivery = Delivery.objects.create(
        webhook=webhook,
        message_id=message_id,
        code=code,
        subject=subject,
        body=json.dumps(content, separators=(",", ":"), ensure_ascii=False),
        next_try_at=clock.now(),
        made_at=clock.now(),
    )
    _order(delivery)
    return delivery


def _order(delivery: Delivery) -> None:
    from deskhand.webhooks.jobs import send  # It calls these actions itself.

    send.put(ordering_key=f"hook{delivery.webhook_id}:{delivery.subject}"[:80], delivery_id=delivery.pk)


def _need_on(webhook: Webhook) -> None:
    if webhook.stopped != Stopped.NO:
        raise Conflict(_("This webhook sends nothing: switch it on first."))
