"""The promises beside a ticket: what is due when, and what was kept."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from deskhand.kernel import clock, slots
from deskhand.modules.sla.commands import commands
from deskhand.modules.sla.history import SENTENCES
from deskhand.modules.sla.promised import beside_request
from deskhand.modules.sla.promises import ENDED_LIMIT, promises_of
from deskhand.modules.sla.querysets import MODULE
from deskhand.tickets.context import actor_of
from deskhand.tickets.models import Ticket
from deskhand.web import kept, moments


class PromisesPanel:
    """Every open clock with its chip, and those that have ended, folded."""

    title = _("Service levels")

    def render(self, request: HttpRequest, ticket: Ticket) -> str:
        """One query; nothing for a ticket that was promised nothing."""
        if not actor_of(request).may_on("sla.read", ticket):
            return ""
        found = promises_of(ticket.desk_id, ticket.pk, clock.now())
        if not found:
            return ""
        ended = tuple(one for one in found if not one.is_open)
        return kept.part(
            "sla/_panel.html",
            number=ticket.number,
            running=tuple(one for one in found if one.is_open),
            ended=ended[:ENDED_LIMIT],
            ended_count=len(ended),
            was_missed=any(one.tone.is_late for one in found),
            today=moments.today(),
        )


slots.fill("ticket_panel", PromisesPanel(), module=MODULE, order=10)
slots.fill("palette_command", commands, module=MODULE)
slots.fill("request_part", beside_request, module=MODULE, order=10)
for _sentence in SENTENCES:
    slots.fill("history_sentence", _sentence, module=MODULE)
