"""The entry in the workspace's rail."""

from __future__ import annotations

from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk
from deskhand.kernel import slots
from deskhand.kernel.actor import Actor
from deskhand.modules.tasks.models import RecurringTicket
from deskhand.modules.tasks.querysets import MODULE


class RailEntry:
    """To what one has to do on the desk."""

    name = MODULE
    label = _("Tasks")
    icon = "square-check"
    key = "g k"

    def url(self, desk: Desk) -> str:
        return reverse("tasks:list", args=[desk.key])

    def shown_to(self, actor: Actor, desk: Desk | None) -> bool:
        return desk is not None and actor.may("tasks.read", desk.pk)


class ChecklistsEntry:
    """The desk's checklists, listed among the settings."""

    group = _("Modules of this desk")
    label = _("Checklists")
    code = "checklists"
    section = MODULE
    changes = _("which steps colleagues can put on a ticket by a click.")
    facts = ("checklist.saved", "checklist.put_away", "checklist.put_back")
    verbs: ClassVar = {"saved": _("saved"), "put_away": _("put away"), "put_back": _("put back")}

    def url(self, desk: Desk) -> str:
        return reverse("tasks:checklists", args=[desk.key])

    def shown_to(self, actor: Actor, desk: Desk | None) -> bool:
        return desk is not None and actor.may("tasks.checklists", desk.pk)


class RecurringEntry:
    """The desk's tickets that come again, listed among the settings."""

    group = _("Modules of this desk")
    label = _("Recurring tickets")
    code = "recurring"
    section = MODULE
    changes = _("which tickets are opened by the calendar, and when.")
    facts = (
        "recurring_ticket.saved",
        "recurring_ticket.paused",
        "recurring_ticket.resumed",
        "recurring_ticket.put_away",
        "recurring_ticket.put_back",
        "recurring_ticket.failed",
    )
    verbs: ClassVar = {
        "saved": _("planned"),
        "paused": _("paused"),
        "resumed": _("resumed"),
        "put_away": _("put away"),
        "put_back": _("put back"),
        "failed": _("could not be made"),
    }

    def url(self, desk: Desk) -> str:
        return reverse("tasks:recurring", args=[desk.key])

    def shown_to(self, actor: Actor, desk: Desk | None) -> bool:
        return desk is not None and actor.may("tasks.recurring", desk.pk)

    def alert(self, desk: Desk) -> int:
        """How many could not be made."""
        found: int = RecurringTicket.objects.within(desk).exclude(problem="").filter(put_away_at=None).count()
        return found


slots.fill("nav_entry", RailEntry(), module=MODULE)
slots.fill("settings_page", ChecklistsEntry(), module=MODULE, order=61)
slots.fill("settings_page", RecurringEntry(), module=MODULE, order=62)
