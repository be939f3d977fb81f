"""Entries in the menus."""

from __future__ import annotations

from typing import ClassVar

from django.urls import reverse

from deskhand.accounts.models import Desk
from deskhand.kernel import slots
from deskhand.kernel.actor import Actor


class RailEntry:
    """In the workspace's rail."""

    name = "dummy"
    label = "Dummy"
    icon = "flag"
    key = "g d"

    def url(self, desk: Desk) -> str:
        """The list of marks."""
        return reverse("dummy:list", args=[desk.key])

    def shown_to(self, actor: Actor, desk: Desk | None) -> bool:
        """To readers."""
        return desk is not None and actor.may("dummy.read", desk.pk)


class SettingsEntry(RailEntry):
    """In the settings list."""

    group = "Dummy settings"
    code = section = "dummy"
    changes = "nothing but marks."
    facts = ("mark.left",)
    verbs: ClassVar = {"left": "left"}


slots.fill("nav_entry", RailEntry(), module="dummy")
slots.fill("settings_page", SettingsEntry(), module="dummy")
