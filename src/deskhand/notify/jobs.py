"""What happens to notifications at an instant of their own."""

from __future__ import annotations

from deskhand.jobs.queue import job
from deskhand.notify.actions import write_letters


@job()
def close_window(ticket_number: int | None) -> None:
    """Write the letters about a ticket whose window is over."""
    write_letters(ticket_number=ticket_number)
