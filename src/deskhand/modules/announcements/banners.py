"""The lines above the workspace and the portal: one query each, none where the module is off."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, IntegerField, Value, When
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from deskhand.kernel import clock, switches
from deskhand.kernel.actor import Actor
from deskhand.modules.announcements.models import Announcement, Kind
from deskhand.modules.announcements.querysets import MODULE

LINES = 3
"""Announcements shown at once; a line says how many more there are."""


def in_workspace(request: HttpRequest, desk_ids: list[int]) -> str:
    """What is current on the desks that the agent serves."""
    here = sorted(set(desk_ids) & set(switches.desks_with(MODULE)))
    if not here:
        return ""
    found = _first(Announcement.objects.within(here).current(clock.now()))
    lines = [{**_line(one), "url": reverse("announcements:list", args=[one.desk.key])} for one in found]
    return _rendered("announcements/_workspace.html", lines, with_desk=len(desk_ids) > 1)


def on_portal(request: HttpRequest) -> str:
    """What is current for whoever looks: for strangers only what everybody may read."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    found = _first(Announcement.objects.told_to(actor, clock.now()))
    lines = [_line(one) for one in found]
    return _rendered("announcements/_portal.html", lines, with_desk=len(switches.desks_with(MODULE)) > 1)


def _first(found: Any) -> list[Announcement]:
    """The first lines and one more, which tells that there are more. Outages come first, then the newest."""
    order = ("-is_outage", "-starts_at", "-pk")
    return list(found.annotate(is_outage=_is_outage()).select_related("desk").order_by(*order)[: LINES + 1])


def _is_outage() -> Case:
    return Case(When(kind=Kind.OUTAGE, then=Value(1)), default=Value(0), output_field=IntegerField())


def _line(one: Announcement) -> dict[str, Any]:
    return {
        "pk": one.pk,
        "desk": one.desk.shown_name,
        "kind": one.get_kind_display(),
        "icon": {Kind.OUTAGE: "triangle-alert", Kind.MAINTENANCE: "wrench"}.get(Kind(one.kind), "megaphone"),
        "until": one.ends_at,
        **one.words(),
    }


def _rendered(template: str, lines: list[dict[str, Any]], *, with_desk: bool) -> str:
    if not lines:
        return ""
    more = _("There are more announcements.") if len(lines) > LINES else ""
    context = {"lines": lines[:LINES], "more": more, "with_desk": with_desk}
    return render_to_string(template, context)
