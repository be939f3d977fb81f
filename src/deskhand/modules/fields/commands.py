"""What the palette offers of fields and templates."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from deskhand.modules.fields.models import Template
from deskhand.tickets.commands import DO, ON_TICKET, Command, Where

OFFERED = 20
"""Templates that the palette offers; the form for a new ticket has them all."""


def commands(where: Where) -> Iterator[Command]:
    """The fields of the ticket at hand, and a new ticket with each template of the desk."""
    if where.ticket is not None and where.may("fields.fill"):
        url = reverse("fields:fill", args=[where.ticket.number])
        yield Command("ticket:fields", ON_TICKET, _("Fill in fields"), "sliders-horizontal", url=url)
    if where.desk is not None and where.may("tickets.create"):
        new = reverse("tickets:new", args=[where.desk.key])
        rows = Template.objects.within(where.desk).in_use().values_list("pk", "name")[:OFFERED]
        for pk, name in rows:
            words = _("New ticket: %(name)s") % {"name": name}
            yield Command(f"template:{pk}", DO, words, "file-text", url=f"{new}?template={pk}")
