"""Entries in the workspace's rail and among the settings, and commands of the palette."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk
from deskhand.kernel import slots
from deskhand.kernel.actor import Actor
from deskhand.modules.time.access import running_timer, timer_on
from deskhand.modules.time.forms import ActivityForm
from deskhand.modules.time.querysets import MODULE
from deskhand.tickets.commands import ON_TICKET, Command, Where


class RailEntry:
    """To the time of the desk that one is on. While a timer of the reader runs, it says so."""

    name = MODULE
    label = _("Time")
    icon = "timer"
    key = ""

    def url(self, desk: Desk) -> str:
        return reverse("time:report", args=[desk.key])

    def shown_to(self, actor: Actor, desk: Desk | None) -> bool:
        return desk is not None and actor.may("time.read", desk.pk)

    def now(self, actor: Actor) -> Mapping[str, Any]:
        """What is so at this moment: whether a timer runs, and where."""
        timer = running_timer(actor)
        if timer is None:
            return {}
        words = _t("Time: your timer runs on %(number)s") % {"number": timer.ticket.number}
        return {"label": words, "is_marked": True, "on_phone": True}


class SettingsEntry:
    """The desk's activities."""

    group = _("Modules of this desk")
    label = _("Time: activities")
    code = section = "time-activities"
    changes = _("which kinds of work are offered when somebody books time, and whether they are billed.")
    facts = ("activity.created", "activity.changed")
    labels: ClassVar = {"is_active": _("Offered")}
    forms = (ActivityForm,)

    def url(self, desk: Desk) -> str:
        return reverse("time:activities", args=[desk.key])

    def form_url(self, desk: Desk) -> str:
        return reverse("time:activities", args=[desk.key])

    def shown_to(self, actor: Actor, desk: Desk | None) -> bool:
        return desk is not None and actor.may("time.activities", desk.pk)


def commands(where: Where) -> Iterator[Command]:
    """The timer and booking, on the ticket at hand."""
    ticket = where.ticket
    if ticket is None or not where.may("time.book"):
        return
    timer = timer_on(where.actor, ticket)
    if timer is None or not timer.is_running:
        words, post = _("Start the timer") if timer is None else _("Go on with the timer"), _at("start", ticket.number)
        yield Command("time:start", ON_TICKET, words, "timer", post=post, leaves=True, also=_("time, track"))
    else:
        post = _at("pause", ticket.number)
        yield Command("time:pause", ON_TICKET, _("Pause the timer"), "pause", post=post, leaves=True, also=_("time"))
    if timer is not None:
        post, fields = _at("pause", ticket.number), {"then": "stop"}
        yield Command(
            "time:stop", ON_TICKET, _("Stop the timer and book"), "check", post=post, fields=fields, leaves=True
        )
    url = _at("ticket", ticket.number)
    yield Command("time:book", ON_TICKET, _("Book time"), "timer", url=url, also=_("time entry, worked"))


def _at(name: str, number: int) -> str:
    return reverse(f"time:{name}", args=[number])


slots.fill("nav_entry", RailEntry(), module=MODULE)
slots.fill("settings_page", SettingsEntry(), module=MODULE, order=62)
slots.fill("palette_command", commands, module=MODULE)
