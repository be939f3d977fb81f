"""Reading the history in tests."""

from deskhand.kernel.models import Event
from deskhand.tickets.models import Ticket


def facts(ticket: Ticket) -> list[str]:
    """Codes of what happened to the ticket, in order."""
    found = Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk).order_by("id")
    return list(found.values_list("code", flat=True))
