"""The entry in the workspace's rail."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk
from deskhand.kernel import slots
from deskhand.kernel.actor import Actor
from deskhand.modules.knowledge.querysets import MODULE


class RailEntry:
    """To the articles of the desk that one is on."""

    name = MODULE
    label = _("Knowledge base")
    icon = "book-open"
    key = "g b"

    def url(self, desk: Desk) -> str:
        return reverse("knowledge:list", args=[desk.key])

    def shown_to(self, actor: Actor, desk: Desk | None) -> bool:
        return desk is not None and actor.may("knowledge.read", desk.pk)


slots.fill("nav_entry", RailEntry(), module=MODULE)
