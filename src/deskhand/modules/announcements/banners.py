"""The lines above the workspace and the portal: one query each, none where the module is off."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, Value, When
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk
from deskhand.kernel import clock, switches
from deskhand.kernel.actor import Actor
from deskhand.modules.announcements.actions.follow import may_follow
from deskhand.modules.announcements.models import Announcement, Dismissal, Follow, Kind
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


AHEAD = timedelta(days=7)
"""How long before its beginning maintenance stands on homes."""

_IN_PLACE = "_announced_in_place"
_ON_PAGE = "_announced_on_page"


def on_portal(request: HttpRequest) -> str:
    """What is current for whoever looks: for strangers only what everybody may read. Nothing where the page has said it
    in a place of its own."""
    return "" if _IN_PLACE in request.__dict__ else _current(request)


def on_page(request: HttpRequest, row: Announcement) -> None:
    """The page is about this announcement: the lines above it leave it out."""
    request.__dict__[_ON_PAGE] = row.pk


def in_place(request: HttpRequest, desk: Desk) -> str:
    """What is current, and the desk's maintenance of the next days, where a page puts them itself."""
    request.__dict__[_IN_PLACE] = True
    at = clock.now()
    ahead = Announcement.objects.told_ahead_to(_actor(request), at, at + AHEAD).filter(desk=desk)
    lines = [_line(one) | {"from": one.starts_at} for one in ahead.select_related("desk").order_by("starts_at", "pk")]
    return _current(request) + _rendered(request, "announcements/_ahead.html", lines, with_desk=False)


def _current(request: HttpRequest) -> str:
    told = Announcement.objects.told_to(_actor(request), clock.now())
    found = _first(request, told.exclude(pk=request.__dict__.get(_ON_PAGE, 0)))
    lines = [_line(one) for one in found]
    return _rendered(request, "announcements/_portal.html", lines, with_desk=len(switches.desks_with(MODULE)) > 1)


def _actor(request: HttpRequest) -> Actor:
    found: Actor = request.actor  # type: ignore[attr-defined]
    return found


def _first(request: HttpRequest, found: Any) -> list[Announcement]:
    """The first lines and one more, which tells that there are more; without what the reader has put away. Outages
    come first, then the newest."""
    order, actor = ("-is_outage", "-starts_at", "-pk"), _actor(request)
    if may_follow(actor):
        marks = Dismissal.objects.filter(person_id=actor.person_id or 0, edition=OuterRef("edition"))
        found = found.exclude(Exists(marks.filter(announcement_id=OuterRef("pk"))))
        mine = Follow.objects.filter(person_id=actor.person_id or 0, announcement_id=OuterRef("pk"))
        found = found.annotate(is_followed=Exists(mine))
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
        "is_outage": one.kind == Kind.OUTAGE,
        "is_followed": getattr(one, "is_followed", False),
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
        "may_put_away": may_follow(_actor(request)),
        "here": request.get_full_path(),
    }
    return render_to_string(template, context, request)
