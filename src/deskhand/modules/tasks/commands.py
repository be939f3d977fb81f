"""What the palette offers of tasks."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from deskhand.modules.tasks.models import Checklist
from deskhand.tickets.commands import ON_TICKET, Command, Where

OFFERED = 60
"""Checklists that the palette offers; the panel has them all."""


def commands(where: Where) -> Iterator[Command]:
    """A new task on the ticket at hand, and each checklist of its desk."""
    if where.ticket is not None and where.may("tasks.edit"):
        url = reverse("tasks:add", args=[where.ticket.number])
        yield Command(
            "ticket:task", ON_TICKET, _("Add a task"), "square-check", url=url, also=_("step, to do, checklist")
        )
        post = reverse("tasks:apply", args=[where.ticket.number])
        for pk, name in Checklist.objects.within(where.ticket.desk_id).active().values_list("pk", "name")[:OFFERED]:
            key, words = f"ticket:checklist:{pk}", _("Add the checklist %(name)s") % {"name": name}
            yield Command(key, ON_TICKET, words, "square-check", post=post, fields={"checklist": str(pk)})
