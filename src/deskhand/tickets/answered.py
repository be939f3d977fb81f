"""What was asked about a ticket beyond its own fields, and answered: for those that judge it or decide by it."""

from __future__ import annotations

from dataclasses import dataclass

from deskhand.kernel import slots
from deskhand.tickets.models import Ticket


@dataclass(frozen=True, kw_only=True)
class Answered:
    """One answer. ``code`` is how conditions name it, ``values`` what they compare, ``shown`` what people read. What
    ``is_secret`` is shown to nobody who does not work on the ticket. ``is_material``: who approved it approved just
    this."""

    code: str
    label: str
    values: tuple[str, ...]
    shown: str
    is_secret: bool = False
    is_material: bool = True


def answers_of(ticket: Ticket) -> list[Answered]:
    """Every answer about the ticket, in the order of those who asked."""
    return [one for item in slots.items("ticket_answers", desk_id=ticket.desk_id) for one in item(ticket)]
