"""The entry in the workspace's rail."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk
from deskhand.kernel import slots
from deskhand.kernel.actor import Actor
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


slots.fill("nav_entry", RailEntry(), module=MODULE)
