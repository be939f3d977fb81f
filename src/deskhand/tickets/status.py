"""What happens to a ticket's status: pure rules over categories, tested by tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from deskhand.tickets.models.choices import FINISHED, Category

ALLOWED: dict[str, tuple[str, ...]] = {
    Category.NEW: (Category.OPEN, Category.ON_HOLD, Category.RESOLVED, Category.CANCELLED),
    Category.OPEN: (Category.ON_HOLD, Category.RESOLVED, Category.CANCELLED),
    Category.ON_HOLD: (Category.OPEN, Category.RESOLVED, Category.CANCELLED),
    Category.RESOLVED: (Category.OPEN, Category.CLOSED),
    Category.CLOSED: (Category.OPEN,),
    Category.CANCELLED: (Category.OPEN,),
}
"""Which category may follow which. Staying inside a category (another status of it) is always allowed."""

REQUESTER_MAY: dict[str, tuple[str, ...]] = {
    Category.NEW: (Category.RESOLVED, Category.CANCELLED),
    Category.OPEN: (Category.RESOLVED, Category.CANCELLED),
    Category.ON_HOLD: (Category.RESOLVED, Category.CANCELLED),
    Category.RESOLVED: (Category.OPEN,),
    Category.CLOSED: (),
    Category.CANCELLED: (),
}
"""What requesters may do to their own ticket; reopening only within the desk's days."""


After = Callable[[datetime, int], datetime]
"""How a desk counts days: the instant that lies so many after another."""


def plain_days(start: datetime, days: int) -> datetime:
    """Days as they come, of a desk without a calendar."""
    return start + timedelta(days=days)


@dataclass(frozen=True)
class AfterReply:
    """The consequence of a requester's reply: the category that follows, or a follow-up ticket instead."""

    category: str
    is_follow_up: bool = False


def may_follow(old: str, new: str) -> bool:
    """True if a ticket may go from category ``old`` to ``new``."""
    return old == new or new in ALLOWED[old]


def may_become(category: str, next_keys: Sequence[str], new_category: str, new_key: str) -> bool:
    """True if an agent may choose a status after one of ``category``. ``next_keys`` are the statuses that the desk lets
    follow on that one; none means all that the categories allow."""
    return may_follow(category, new_category) and (not next_keys or new_key in next_keys)


def after_agent_reply(category: str) -> str:
    """An answer takes up what was new; everything else stays as it is."""
    return Category.OPEN if category == Category.NEW else category


def after_requester_reply(
    category: str, *, resolved_at: datetime | None, now: datetime, reopen_days: int
) -> AfterReply:
    """A reply wakes what is on hold and reopens what was resolved up to ``reopen_days`` ago; later, or when the ticket
    is closed or cancelled, it makes a follow-up."""
    if category == Category.ON_HOLD:
        return AfterReply(Category.OPEN)
    if category == Category.RESOLVED and may_reopen(resolved_at, now=now, reopen_days=reopen_days):
        return AfterReply(Category.OPEN)
    if category in FINISHED:
        return AfterReply(category, is_follow_up=True)
    return AfterReply(category)


def may_reopen(resolved_at: datetime | None, *, now: datetime, reopen_days: int) -> bool:
    """True within ``reopen_days`` of the resolution; the last instant counts."""
    return resolved_at is None or now - resolved_at <= timedelta(days=reopen_days)


def reopens_until(
    resolved_at: datetime,
    *,
    last_message_at: datetime,
    reopen_days: int,
    close_days: int,
    after: After = plain_days,
) -> datetime:
    """Until when a resolved ticket can be opened again if nobody writes: the end of ``reopen_days``, or the instant
    at which silence closes it, whichever comes first. ``after`` counts the days of silence."""
    end = resolved_at + timedelta(days=reopen_days)
    if close_days == 0:
        return end
    return min(end, after(max(last_message_at, resolved_at), close_days))


def closes(
    category: str,
    *,
    last_message_at: datetime,
    resolved_at: datetime | None,
    now: datetime,
    close_days: int,
    after: After = plain_days,
) -> bool:
    """A resolved ticket closes after ``close_days`` of silence, counted by ``after``; zero days means never."""
    if category != Category.RESOLVED or close_days == 0:
        return False
    return now >= after(max(last_message_at, resolved_at or last_message_at), close_days)
