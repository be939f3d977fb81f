"""Letters that should have gone out long ago: one alarm for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from deskhand.accounts.models import Desk
from deskhand.kernel import clock
from deskhand.mail.health import UNSENT_FOR
from deskhand.mail.models import OutboundMail, OutboundState

COUNTED_TO = 1_000
"""Late letters are counted up to here."""


@dataclass(frozen=True)
class Late:
    """Since when the oldest letter waits, how many do for too long, and what was said to the oldest: to a desk alone,
    for a server's words can name people."""

    since: datetime
    count: int
    server_says: str
    desk: Desk | None


def late_letters(desk: Desk | None) -> Late | None:
    """What waits for longer than :data:`UNSENT_FOR` on a desk, or in the whole installation; None if nothing does. One
    query while all is well."""
    rows: Any = OutboundMail.objects.beyond_walls("how long an installation's letters wait, in figures")
    if desk is not None:
        rows = OutboundMail.objects.within(desk.pk)
    late = rows.filter(state=OutboundState.QUEUED, made_at__lt=clock.now() - UNSENT_FOR).order_by("made_at")
    oldest = late.values("made_at", "server_says").first()
    if oldest is None:
        return None
    count = late.order_by()[:COUNTED_TO].count()
    return Late(oldest["made_at"], count, oldest["server_says"] if desk else "", desk)
