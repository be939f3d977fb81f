"""What the palette offers of cases."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from deskhand.tickets.commands import ON_TICKET, Command, Where


def commands(where: Where) -> Iterator[Command]:
    """The case file of the ticket at hand."""
    if where.ticket is not None and where.may("cases.keep"):
        url = reverse("cases:file", args=[where.ticket.number])
        yield Command("ticket:case", ON_TICKET, _("Case file"), "folder-lock", url=url, also=_("class, about, outcome"))
