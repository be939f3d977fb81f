"""The palette's command that asks another desk."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from deskhand.tickets import moving
from deskhand.tickets.commands import ON_TICKET, Command, Where


def on_ticket(where: Where) -> Iterator[Command]:
    """Asking another desk for what the ticket at hand needs, where there is one."""
    ticket = where.ticket
    if ticket is None or ticket.is_spam or ticket.deleted_at or ticket.merged_into_id:
        return
    if where.may("tickets.reply") and moving.is_there_another(where.actor, ticket.desk):
        url, also = reverse("tickets:ask_desk", args=[ticket.number]), _("other department, request, facilities")
        yield Command("ticket:ask_desk", ON_TICKET, _("Ask another desk"), "building-2", url=url, also=also)
