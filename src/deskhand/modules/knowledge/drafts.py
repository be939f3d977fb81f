"""Drafts of a reply: whether one may be asked for, and what the history of a ticket says of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from deskhand.kernel import slots
from deskhand.kernel.actor import Actor
from deskhand.modules.knowledge.models import Rules
from deskhand.modules.knowledge.querysets import MODULE
from deskhand.tickets.models import Ticket
from deskhand.tickets.module_facts import HistorySentence
from deskhand.tickets.names import Names


def may_ask(actor: Actor, ticket: Ticket) -> bool:
    """True for who may reply, where the desk has named a language model. One query."""
    if not (actor.may_on("tickets.reply", ticket) and actor.may_on("knowledge.read", ticket)):
        return False
    return bool(Rules.objects.within(ticket.desk_id).exclude(writer_address="").exists())


def drafted(who: str, values: Mapping[str, Any], names: Names, code: str) -> str:
    """Who asked, and which model wrote."""
    said = {"who": who, "model": str(values.get("model", ""))}
    return _("%(who)s had a reply drafted by the language model %(model)s") % said


slots.fill("history_sentence", HistorySentence("ticket.reply_drafted", drafted), module=MODULE)
