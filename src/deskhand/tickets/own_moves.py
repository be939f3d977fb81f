"""What the requester of a ticket may not do with it now, for reasons that modules know: an order that is too late to
be withdrawn."""

from __future__ import annotations

from deskhand.kernel import slots
from deskhand.kernel.errors import Denied
from deskhand.tickets.models import Ticket


def refused(ticket: Ticket) -> dict[str, str]:
    """Why not, a sentence by the category that the requester cannot give it; nothing where no module minds."""
    found: dict[str, str] = {}
    for item in slots.items("own_move_guard", desk_id=ticket.desk_id):
        found = {**item(ticket), **found}
    return found


def need_free(ticket: Ticket, category: str) -> None:
    """Raise Denied with the sentence where a module minds."""
    if words := refused(ticket).get(category, ""):
        raise Denied(words)
