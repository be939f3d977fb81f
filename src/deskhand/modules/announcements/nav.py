"""The entry in the workspace's rail."""

from __future__ import annotations

from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk
from deskhand.kernel import slots
from deskhand.kernel.actor import Actor
from deskhand.modules.announcements.forms import AnnouncementForm
from deskhand.modules.announcements.querysets import MODULE


class RailEntry:
    """To the announcements of the desk that one is on."""

    name = MODULE
    label = _("Announcements")
    icon = "megaphone"
    key = "g a"

    def url(self, desk: Desk) -> str:
        return reverse("announcements:list", args=[desk.key])

    def shown_to(self, actor: Actor, desk: Desk | None) -> bool:
        return desk is not None and actor.may("announcements.read", desk.pk)


class SettingsEntry:
    """The same pages, listed among the settings for those who look after the desk."""

    group = _("Modules of this desk")
    label = _("Announcements")
    code = section = MODULE
    changes = _("what stands above the portal for those whom it concerns, and above the workspace for agents.")
    facts = (
        "announcement.published",
        "announcement.changed",
        "announcement.ended",
        "announcement.resumed",
        "announcement.advanced",
        "announcement.expired",
        "announcement.deleted",
    )
    verbs: ClassVar = {
        "published": _("published"),
        "ended": _("ended"),
        "resumed": _("shown again"),
        "advanced": _("next text shown"),
        "expired": _("ended at its time"),
    }
    forms = (AnnouncementForm,)

    def url(self, desk: Desk) -> str:
        return reverse("announcements:list", args=[desk.key])

    def form_url(self, desk: Desk) -> str:
        return reverse("announcements:new", args=[desk.key])

    def shown_to(self, actor: Actor, desk: Desk | None) -> bool:
        return desk is not None and actor.may("desks.edit", desk.pk)


slots.fill("nav_entry", RailEntry(), module=MODULE)
slots.fill("settings_page", SettingsEntry(), module=MODULE, order=60)
