"""What the demo shows of it."""

from __future__ import annotations

from typing import Any

from deskhand.accounts.models import Desk
from deskhand.tickets.models import Ticket
from tests.dummy.models import Standing, mark


def furnish(desk: Desk, cast: Any) -> None:
    """One mark, and the oldest ticket weighs something."""
    mark(desk.pk, "demo_content")
    oldest = Ticket.objects.within(desk).order_by("updated_at").first()
    Standing.objects.create(ticket=oldest, weight=7)
