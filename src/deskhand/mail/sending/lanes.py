"""The state of a mailbox's way out, kept in the database so that all processes share it: its rate, its rests."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q

from deskhand.kernel import clock
from deskhand.mail.models import Lane, Mailbox, OutboundMail, OutboundState

WHY = "letters of all desks are sent here"

MINUTE = timedelta(minutes=1)

KEPT_FOR_PEOPLE = 5
"""One letter in so many of a minute's rate is kept free for what people wait for: bulk may use the rest."""

FIRST_REST_SECONDS = 30
LONGEST_REST_SECONDS = 15 * 60
"""How long nothing is sent through a server that cannot be used: doubling from the first to the longest."""

SLOW_SECONDS = 5.0
"""A server that takes longer for a letter is slow: its letters are sent apart from those of others."""


def number_of(mailbox_id: int | None) -> int:
    """The number of the lane of a mailbox; the letters of the installation have 0."""
    return mailbox_id or 0


def lane(number: int) -> Lane:
    """The lane as it is now, made with what is usual on first use."""
    known = Mailbox.objects.beyond_walls(WHY).filter(pk=number).exists()
    found, _made = _lanes().get_or_create(number=number, defaults={"mailbox_id": number if known else None})
    row: Lane = found
    return row


def waiting(number: int) -> Any:
    """The lane's letters that are not sent yet."""
    rows = OutboundMail.objects.beyond_walls(WHY).filter(state=OutboundState.QUEUED)
    return rows.filter(mailbox_id=number) if number else rows.filter(mailbox_id=None)


def due(number: int, at: datetime) -> Any:
    """Those of them that may be tried now and that nobody is trying, the most urgent first."""
    return waiting(number).filter(claimed_by="").exclude(due_at__gt=at).order_by("-priority", "due_at", "pk")


def take_turn(row: Lane, *, is_bulk: bool) -> datetime | None:
    """Count one letter within the minute's rate. None if it may go, else the instant at which to ask again."""
    if not row.rate:
        return None
    now = clock.now()
    mine = _lanes().filter(pk=row.pk)
    if mine.filter(Q(minute_at=None) | Q(minute_at__lte=now - MINUTE)).update(minute_at=now, minute_count=1):
        return None
    share = row.rate - max(1, row.rate // KEPT_FOR_PEOPLE) if is_bulk and row.rate > 1 else row.rate
    if mine.filter(minute_count__lt=share).update(minute_count=F("minute_count") + 1):
        return None
    began = mine.values_list("minute_at", flat=True).get()
    return (began or now) + MINUTE


def rest(row: Lane, at: datetime) -> timedelta:
    """The server cannot be used: nothing goes out until it has rested. Returns for how long."""
    row.failures += 1
    length = timedelta(seconds=min(FIRST_REST_SECONDS * 2 ** min(row.failures - 1, 20), LONGEST_REST_SECONDS))
    row.rests_until = at + length
    _lanes().filter(pk=row.pk).update(failures=row.failures, rests_until=row.rests_until)
    return length


def well(row: Lane, *, is_slow: bool) -> None:
    """The server answered a letter. Writes only what has changed."""
    if row.failures or row.is_slow != is_slow:
        row.failures, row.rests_until, row.is_slow = 0, None, is_slow
        _lanes().filter(pk=row.pk).update(failures=0, rests_until=None, is_slow=is_slow)


def wake(number: int) -> None:
    """Somebody wants a letter sent now: the lane rests no longer."""
    _lanes().filter(pk=number).exclude(rests_until=None).update(rests_until=None)


def _lanes() -> Any:
    return Lane.objects.beyond_walls(WHY)
