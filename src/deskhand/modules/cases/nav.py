"""The entry in the workspace's rail, and the page among the settings."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk
from deskhand.kernel import slots
from deskhand.kernel.actor import Actor
from deskhand.modules.cases.forms import ClassForm
from deskhand.modules.cases.querysets import MODULE
from deskhand.tickets.module_settings import ModuleSettingsEntry


class RailEntry:
    """To the cases of the desk that one is on."""

    name = MODULE
    label = _("Cases")
    icon = "folder-lock"
    key = "g f"

    def url(self, desk: Desk) -> str:
        return reverse("cases:list", args=[desk.key])

    def shown_to(self, actor: Actor, desk: Desk | None) -> bool:
        return desk is not None and actor.may("cases.read", desk.pk)


slots.fill("nav_entry", RailEntry(), module=MODULE)
slots.fill(
    "settings_page",
    ModuleSettingsEntry(
        name="cases:classes",
        code="case-classes",
        label=_("Classes of cases"),
        permission="cases.classes",
        changes=_("which classes of cases there are, who reads them, and how long they are kept."),
        facts=("case_class.saved",),
        entry=_("Cases"),
        forms=(ClassForm,),
        form_at="cases:new_class",
        verbs={"saved": _("saved")},
        labels={"words": _("Texts in other languages"), "readers": _("Who reads them")},
    ),
    module=MODULE,
    order=64,
)
