"""The one clock. Tests freeze it; nothing else in Deskhand asks the operating system for the time of a fact."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings

_frozen: ContextVar[datetime | None] = ContextVar("deskhand_clock", default=None)


def now() -> datetime:
    """The current instant, aware, in UTC."""
    return _frozen.get() or datetime.now(UTC)


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Make :func:`now` answer ``at`` within the block."""
    token = _frozen.set(at)
    try:
        yield
    finally:
        _frozen.reset(token)


def ago(**parts: float) -> datetime:
    """The instant that lies ``timedelta(**parts)`` before now."""
    return now() - timedelta(**parts)


def zone_of(name: str) -> ZoneInfo:
    """A person's time zone by its name; the installation's for none, UTC for one that does not exist."""
    try:
        return ZoneInfo(name or settings.DESKHAND.time_zone)
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")
