"""Beside a ticket: the articles that were used on it, those that may answer it, and a way to write a new one."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from deskhand.kernel import slots
from deskhand.modules.knowledge.commands import commands
from deskhand.modules.knowledge.history import SENTENCES
from deskhand.modules.knowledge.querysets import MODULE
from deskhand.modules.knowledge.suggesting import used_on
from deskhand.tickets.context import actor_of
from deskhand.tickets.models import Ticket


class ArticlesPanel:
    """What was used is on the page; what may help comes after it."""

    title = _("Articles")

    def render(self, request: HttpRequest, ticket: Ticket) -> str | None:
        """One query; nothing for who may not read the desk's articles."""
        actor = actor_of(request)
        if not actor.may_on("knowledge.read", ticket):
            return None
        given = {
            "number": ticket.number,
            "used": used_on(actor, ticket.desk_id, ticket.pk),
            "may_write": actor.may_on("knowledge.write", ticket),
        }
        return render_to_string("knowledge/_beside.html", given, request)


slots.fill("ticket_panel", ArticlesPanel(), module=MODULE, order=15)
slots.fill("palette_command", commands, module=MODULE)
for _sentence in SENTENCES:
    slots.fill("history_sentence", _sentence, module=MODULE)
