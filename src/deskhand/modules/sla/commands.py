"""What the palette offers of service levels. The view "Due soon" it offers as it does every view."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from deskhand.tickets.commands import ON_TICKET, Command, Where


def commands(where: Where) -> Iterator[Command]:
    """Why the ticket at hand is due when it is."""
    if where.ticket is not None and where.may("sla.read"):
        url = reverse("sla:why", args=[where.ticket.number])
        also = _("service level, deadline, overdue, clock")
        yield Command("ticket:why", ON_TICKET, _("Why is this due when it is?"), "timer", url=url, also=also)
