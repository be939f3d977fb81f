"""The entry in the workspace's rail, commands of the palette, and how a ticket's history tells of waivers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from deskhand.accounts.models import Desk
from deskhand.kernel import slots
from deskhand.kernel.actor import Actor
from deskhand.modules.sla.querysets import MODULE
from deskhand.tickets.commands import ON_TICKET, Command, Where
from deskhand.tickets.module_facts import HistorySentence
from deskhand.tickets.names import Names
from deskhand.web import links


class RailEntry:
    """To the promises of the desk that one is on."""

    name = MODULE
    label = _("Service levels")
    icon = "alarm-clock"
    key = ""

    def url(self, desk: Desk) -> str:
        return links.address("sla:overview", desk.key)

    def shown_to(self, actor: Actor, desk: Desk | None) -> bool:
        return desk is not None and actor.may("sla.read", desk.pk)


class AgreementsEntry:
    """Contracts, listed among the settings for those who look after the desk."""

    group = _("Modules of this desk")
    label = _("Service levels: agreements")
    code = section = "sla-agreements"
    changes = _("on which days policies count, with whom it was agreed, and what is owed if they are not kept.")
    facts = ("sla_agreement.edited",)

    def __init__(self) -> None:
        from deskhand.modules.sla.contract_forms import AgreementForm

        self.forms = (AgreementForm,)
        self.labels = {
            "policies": _("Policies"),
            "documents": _("Documents"),
            "put_away_at": pgettext_lazy("state", "Put away"),
        }

    def url(self, desk: Desk) -> str:
        return links.address("sla:agreements", desk.key)

    def form_url(self, desk: Desk) -> str:
        return reverse("sla:new_agreement", args=[desk.key])

    def shown_to(self, actor: Actor, desk: Desk | None) -> bool:
        return desk is not None and actor.may("sla.policies", desk.pk)


def commands(where: Where) -> Iterator[Command]:
    """Waivers of the ticket at hand."""
    ticket = where.ticket
    if ticket is not None and where.may("sla.waive"):
        url = reverse("sla:ticket_waivers", args=[ticket.number])
        also = _("waiver, excuse, SLA")
        yield Command("sla:waivers", ON_TICKET, _("Ask that a missed promise be waived"), "check", url=url, also=also)


def _said(sentence: Promise) -> Any:
    def say(who: str, values: Mapping[str, Any], names: Names, code: str) -> str:
        return str(sentence) % {"who": who}

    return say


SENTENCES: Mapping[str, Promise] = {
    "ticket.sla_waiver_asked": _("%(who)s asked that a promise be waived"),
    "ticket.sla_waiver_confirmed": _("%(who)s waived a promise that was not kept"),
    "ticket.sla_waiver_refused": _("%(who)s refused to waive a promise that was not kept"),
    "ticket.sla_waiver_withdrawn": _("%(who)s withdrew that a promise be waived"),
    "ticket.sla_waiver_reopened": _("%(who)s took a decision about a waiver back"),
}

slots.fill("nav_entry", RailEntry(), module=MODULE)
slots.fill("settings_page", AgreementsEntry(), module=MODULE, order=66)
slots.fill("palette_command", commands, module=MODULE)
for _code, _sentence in SENTENCES.items():
    slots.fill("history_sentence", HistorySentence(_code, _said(_sentence)), module=MODULE)
