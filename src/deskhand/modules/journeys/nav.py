"""The ways in: the workspace's rail, the settings, the portal's menu, the palette."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from deskhand.accounts.models import Desk
from deskhand.kernel import slots
from deskhand.kernel.actor import Actor
from deskhand.modules.journeys.models import Blueprint, Journey
from deskhand.modules.journeys.querysets import MODULE
from deskhand.portal.pages import actor_of
from deskhand.tickets.commands import GO, Command, Where
from deskhand.tickets.module_settings import ModuleSettingsEntry

OFFERED = 20
"""Journeys that the palette offers to start."""


class RailEntry:
    """To the journeys of the desk that one is on."""

    name = MODULE
    label = gettext_lazy("Journeys")
    icon = "map-pin"
    key = "g j"

    def url(self, desk: Desk) -> str:
        return reverse("journeys:list", args=[desk.key])

    def shown_to(self, actor: Actor, desk: Desk | None) -> bool:
        return desk is not None and actor.may("journeys.read", desk.pk)


def on_portal(request: HttpRequest, desk: Desk | None) -> dict[str, Any] | None:
    """For whoever makes a journey or accompanies one. One query."""
    if not Journey.objects.own_of(actor_of(request)).exists():
        return None
    return {"key": "journeys", "label": _("Journeys"), "url": reverse("journeys:mine")}


def commands(where: Where) -> Iterator[Command]:
    """To the list, and each journey that can be started."""
    desk = where.desk
    if desk is None or not where.may("journeys.read"):
        return
    yield Command("go:journeys", GO, _("Journeys"), "map-pin", url=reverse("journeys:list", args=[desk.key]))
    if not where.may("journeys.run"):
        return
    rows = Blueprint.objects.within(desk).startable().order_by("name")
    for pk, name in rows.values_list("pk", "name")[:OFFERED]:
        words = _("Start the journey %(name)s") % {"name": name}
        yield Command(f"go:journey:{pk}", GO, words, "map-pin", url=reverse("journeys:start", args=[desk.key, pk]))


_VERBS = {
    "edited": gettext_lazy("changed"),
    "published": gettext_lazy("put into use"),
    "asked": gettext_lazy("asked"),
    "answered": gettext_lazy("answered"),
}

PAGES = (
    ModuleSettingsEntry(
        name="journeys:blueprints",
        code="journeys",
        label=gettext_lazy("Journeys"),
        permission="journeys.design",
        changes=gettext_lazy(
            "which desk does what by which day when somebody joins, moves or leaves. What runs stays."
        ),
        facts=("journey_blueprint.edited", "journey_blueprint.published"),
        entry=gettext_lazy("Journeys"),
        form_at="journeys:new_blueprint",
        verbs=_VERBS,
        labels={
            "made": gettext_lazy("Made"),
            "title": gettext_lazy("Name"),
            "draft": gettext_lazy("Draft"),
            "put_away": pgettext_lazy("state", "Put away"),
            "put_back": gettext_lazy("Put back"),
            "number": gettext_lazy("Version"),
        },
    ),
    ModuleSettingsEntry(
        name="journeys:parts",
        code="journey-parts",
        label=gettext_lazy("Asked by other desks"),
        permission="journeys.take_part",
        changes=gettext_lazy("what this desk does in journeys of other desks, by which team."),
        facts=("journey_part.asked", "journey_part.answered"),
        entry=gettext_lazy("Journeys"),
        verbs=_VERBS,
        labels={"activities": pgettext_lazy("journey", "Activities"), "state": gettext_lazy("Answer")},
    ),
)

slots.fill("nav_entry", RailEntry(), module=MODULE)
slots.fill("portal_nav", on_portal, module=MODULE, order=60)
slots.fill("palette_command", commands, module=MODULE)
for _order, _page in enumerate(PAGES):
    slots.fill("settings_page", _page, module=MODULE, order=68 + _order)
