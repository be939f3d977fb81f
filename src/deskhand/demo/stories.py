"""The front door to the demo's conversations."""

from collections.abc import Iterator
from datetime import datetime

from deskhand.demo import cast, library, plan
from deskhand.demo.script import Telling, TicketScript


def make(seed: int, count: int, now: datetime, days: int = 60) -> Iterator[TicketScript]:
    """Tells `count` tickets of the last `days` days, oldest first, each complete and none later than `now`.

    The same seed, count, moment and days give the same tickets to the byte. `now` must be aware; raises ValueError
    if it is not, if `count` is negative or `days` is below 1.
    """
    if now.tzinfo is None:
        raise ValueError("now must be an aware datetime, such as datetime.now(UTC)")
    if count < 0 or days < 1:
        raise ValueError("count must not be negative, and days must be at least 1")
    desk = cast.load()
    for ordinal, draft in enumerate(plan.drafts(library.load(), seed, count, now, days), start=1):
        yield Telling(draft, desk, ordinal).tell(now)
