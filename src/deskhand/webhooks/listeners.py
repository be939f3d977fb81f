"""Which webhooks of a desk want an event. Asked with every fact, so it is kept for a second in each process."""

from __future__ import annotations

import threading
import time

from django.db import transaction

from deskhand.webhooks.models import Stopped, Webhook

FRESH_SECONDS = 1.0
"""How long another process may go on with the webhooks of before."""

_lock = threading.Lock()
_kept: dict[int, list[tuple[int, frozenset[str]]]] = {}
_read_at = -FRESH_SECONDS


def for_event(desk_id: int, code: str) -> list[Webhook]:
    """The webhooks of the desk that are told of events of this code. One query, and none while nobody listens."""
    ids = [pk for pk, codes in _of(desk_id) if not codes or code in codes]
    return list(Webhook.objects.within(desk_id).filter(pk__in=ids, stopped=Stopped.NO)) if ids else []


def forget() -> None:
    """Read again, now and once the caller's transaction is over."""
    _drop()
    transaction.on_commit(_drop)


def _drop() -> None:
    global _read_at
    with _lock:
        _read_at = -FRESH_SECONDS


def _of(desk_id: int) -> list[tuple[int, frozenset[str]]]:
    global _kept, _read_at
    with _lock:
        if time.monotonic() - _read_at < FRESH_SECONDS:
            return _kept.get(desk_id, [])
    found: dict[int, list[tuple[int, frozenset[str]]]] = {}
    rows = Webhook.objects.beyond_walls("who listens, on every desk").filter(stopped=Stopped.NO)
    for pk, desk, codes in rows.order_by("pk").values_list("pk", "desk_id", "events"):
        found.setdefault(desk, []).append((pk, frozenset(codes)))
    with _lock:
        _kept, _read_at = found, time.monotonic()
    return found.get(desk_id, [])
