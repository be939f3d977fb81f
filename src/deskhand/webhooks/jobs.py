"""Sending what waits, outside of transactions, and trying again for days."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from deskhand.jobs.queue import Finish, job
from deskhand.jobs.running import TryLater
from deskhand.kernel import clock, targets, wire
from deskhand.kernel.errors import Invalid
from deskhand.kernel.wire import Reply
from deskhand.webhooks import actions, signatures
from deskhand.webhooks.models import Delivery, State, Stopped

WAITS = (5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
"""Seconds from each failed try to the next: 5 s, 5 min, 30 min, 2, 5, 10, 14, 20 and 24 hours; ten tries in three
days, after which a delivery has failed."""

FAILING_FOR = timedelta(days=5)
"""A webhook that took nothing for so long is stopped."""

GONE = 410


@job(outside=True, queue="webhooks", lease_seconds=60)
def send(delivery_id: int) -> Finish | None:
    """Try one delivery. A crash after the server took it leads to one more with the same id at most."""
    found = Delivery.objects.beyond_walls("deliveries of all desks are sent here").select_related("webhook__desk")
    delivery: Delivery | None = found.filter(pk=delivery_id, state=State.WAITING).first()
    if delivery is None:
        return None
    if delivery.webhook.stopped != Stopped.NO:
        return lambda: actions.drop(delivery=delivery)
    at = clock.now()
    headers, reply = _tried(delivery)
    wait = _wait(delivery, reply)
    if wait is None:
        return lambda: _note(delivery, headers, reply, at, None)
    with transaction.atomic():
        _note(delivery, headers, reply, at, wait)
    raise TryLater(wait, reply.error or f"{reply.status}")


def _tried(delivery: Delivery) -> tuple[dict[str, str], Reply]:
    hook = delivery.webhook
    try:
        headers = signatures.signed(hook, delivery.message_id, delivery.body, clock.now())
        target = targets.parsed(hook.url)
    except (ValueError, Invalid) as error:
        return {}, Reply(None, 0.0, error=str(error)[:300])
    headers |= {"Content-Type": "application/json", "User-Agent": "Deskhand-Webhooks/1"}
    return headers, wire.post(target, delivery.body.encode(), headers)


def _wait(delivery: Delivery, reply: Reply) -> int | None:
    """Seconds until the next try; None if there is none."""
    if reply.is_good or reply.status == GONE or delivery.tries >= len(WAITS):
        return None
    return WAITS[delivery.tries]


def _note(delivery: Delivery, headers: dict[str, str], reply: Reply, at: datetime, wait: int | None) -> None:
    shown = {name: value for name, value in headers.items() if name != "webhook-signature"}
    actions.note_try(delivery=delivery, url=delivery.webhook.url, headers=shown, at=at, reply=reply, wait=wait)
    hook = delivery.webhook
    if reply.status == GONE:
        actions.disable(webhook=hook, why=Stopped.GONE)
    elif not reply.is_good and hook.failing_since is not None and clock.now() - hook.failing_since >= FAILING_FOR:
        actions.disable(webhook=hook, why=Stopped.FAILING)
