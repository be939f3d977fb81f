"""The lines above the workspace and the portal: one query each, none where the module is off."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, Value, When
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from deskhand.kernel import clock, switches
from deskhand.kernel.actor import Actor
from deskhand.modules.announcements.models import Announcement, Dismissal, Kind
from deskhand.modules.announcements.querysets import MODULE

LINES = 3
"""Announcements shown at once; a line says how many more there are."""


def in_workspace(request: HttpRequest, desk_ids: list[int]) -> str:
    """What is current on the desks that the agent serves."""
    here = sorted(set(desk_ids) & set(switches.desks_with(MODULE)))
    if not here:
        return ""
    found = _first(request, Announcement.objects.within(here).current(clock.now()))
    lines = [{**_line(one), "url": reverse("announcements:list", args=[one.desk.key])} for one in found]
    return _rendered(request, "announcements/_workspace.html", lines, with_desk=len(desk_ids) > 1)


def on_portal(request: HttpRequest) -> str:
    """What is current for whoever looks: for strangers only what everybody may read."""
    found = _first(request, Announcement.objects.told_to(_actor(request), clock.now()))
    lines = [_line(one) for one in found]
    return _rendered(request, "announcements/_portal.html", lines, with_desk=len(switches.desks_with(MODULE)) > 1)


def _actor(request: HttpRequest) -> Actor:
    found: Actor = request.actor  # type: ignore[attr-defined]
    return found


def _may_put_away(actor: Actor) -> bool:
    """Whoever has an account: the others have no place to remember it."""
    return actor.person_id is not None and actor.only_ticket is None


def _first(request: HttpRequest, found: Any) -> list[Announcement]:
    """The first lines and one more, which tells that there are more; without what the reader has put away. Outages
    come first, then the newest."""
    order, actor = ("-is_outage", "-starts_at", "-pk"), _actor(request)
    if _may_put_away(actor):
        marks = Dismissal.objects.filter(person_id=actor.person_id or 0, edition=OuterRef("edition"))
        found = found.exclude(Exists(marks.filter(announcement_id=OuterRef("pk"))))
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
        "edition": one.edition,
        **one.words(),
    }


def _rendered(request: HttpRequest, template: str, lines: list[dict[str, Any]], *, with_desk: bool) -> str:
    if not lines:
        return ""
    more = _("There are more announcements.") if len(lines) > LINES else ""
    context = {
        "lines": lines[:LINES],
        "more": more,
        "with_desk": with_desk,
        "may_put_away": _may_put_away(_actor(request)),
        "here": request.get_full_path(),
    }
    return render_to_string(template, context, request)
