"""Which webhooks of a desk want an event. Asked with every fact, so it is kept in each process until one changes."""

from __future__ import annotations

import threading

from django.db import transaction

from deskhand.kernel import switches
from deskhand.webhooks.models import Stopped, Webhook

_NOTHING = -1

_lock = threading.Lock()
_kept: dict[int, list[tuple[int, frozenset[str]]]] = {}
_version = _NOTHING


def for_event(desk_id: int, code: str) -> list[Webhook]:
    """The webhooks of the desk that are told of events of this code. One query, and none while nobody listens."""
    ids = [pk for pk, codes in _of(desk_id) if not codes or code in codes]
    return list(Webhook.objects.within(desk_id).filter(pk__in=ids, stopped=Stopped.NO)) if ids else []


def listens(desk_id: int, code: str) -> bool:
    """Whether a webhook of the desk is told of events of this code."""
    return any(not codes or code in codes for _pk, codes in _of(desk_id))


def changed() -> None:
    """Read again here at once, and in other processes within a second. In the caller's transaction."""
    switches.touch()
    forget()
    transaction.on_commit(forget)


def forget() -> None:
    """Read again at the next question."""
    global _version
    with _lock:
        _version = _NOTHING


def _of(desk_id: int) -> list[tuple[int, frozenset[str]]]:
    global _kept, _version
    now = switches.version()
    with _lock:
        if _version == now:
            return _kept.get(desk_id, [])
    found: dict[int, list[tuple[int, frozenset[str]]]] = {}
    rows = Webhook.objects.beyond_walls("who listens, on every desk").filter(stopped=Stopped.NO)
    for pk, desk, codes in rows.order_by("pk").values_list("pk", "desk_id", "events"):
        found.setdefault(desk, []).append((pk, frozenset(codes)))
    with _lock:
        _kept, _version = found, now
    return found.get(desk_id, [])
