"""What the palette offers of tasks."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from deskhand.tickets.commands import ON_TICKET, Command, Where


def commands(where: Where) -> Iterator[Command]:
    """A new task on the ticket at hand."""
    if where.ticket is not None and where.may("tasks.edit"):
        url = reverse("tasks:add", args=[where.ticket.number])
        yield Command(
            "ticket:task", ON_TICKET, _("Add a task"), "square-check", url=url, also=_("step, to do, checklist")
        )
