"""The list of calendars, with where each counts and what was decided."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk, Location, Team
from deskhand.calendars import queries
from deskhand.calendars.models import Calendar, CalendarUse
from deskhand.ops.calendar_pages import shown
from deskhand.ops.frame import page
from deskhand.tickets.people import organizations_of

OFFERED = 200
"""Organizations whose names are offered while one types."""


def address(desk: Desk | None, name: str, *more: object) -> str:
    """A page of the desk's calendars, or its twin of the installation's."""
    if desk is None:
        return reverse(f"calendars:shared_{name}", args=more)
    return reverse(f"calendars:{name}", args=[desk.key, *more])


def calendars_of(desk: Desk | None) -> Any:
    """The desk's own calendars, or those of the installation."""
    return Calendar.objects.of_installation() if desk is None else Calendar.objects.within(desk)


def list_page(
    request: HttpRequest, desk: Desk | None, *, fault: str = "", typed: forms.Form | None = None, status: int = 200
) -> HttpResponse:
    """The page. ``fault`` says why a decision was not taken, ``typed`` what it was."""
    rows = list(calendars_of(desk).order_by("name", "pk"))
    given: dict[str, Any] = {
        "rows": _listed([one for one in rows if one.is_active], desk),
        "away": [one for one in rows if not one.is_active],
        "address": address,
        "here": desk,
        "fault": fault,
        "typed": typed.data if typed is not None else {},
        "shared": [],
    }
    if desk is not None:
        given |= _decisions(desk) | {"shared": _listed(list(Calendar.objects.of_installation().in_use()), desk)}
    return page(request, "ops/calendars/list.html", desk, status=status, **given)


def places_of(calendar: Calendar, desk: Desk | None) -> list[str]:
    """Where a calendar counts, in words: on the desk whose page it is, or the desks that took one of the
    installation."""
    return _places([calendar], desk)[calendar.pk]


def _places(calendars: list[Calendar], desk: Desk | None) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {one.pk: [] for one in calendars}
    for use in queries.used_by(*calendars):
        words = use.desk.name if desk is None else _place(use)
        if use.calendar_id and (desk is None or use.desk_id == desk.pk) and words not in found[use.calendar_id]:
            found[use.calendar_id].append(words)
    return found


def _listed(calendars: list[Calendar], desk: Desk | None) -> list[dict[str, Any]]:
    versions, places = queries.versions_at([one.pk for one in calendars]), _places(calendars, desk)
    return [
        {
            "row": one,
            "brief": shown.in_brief(versions[one.pk].rules),
            "zone": versions[one.pk].rules["zone"],
            "places": places[one.pk],
        }
        for one in calendars
    ]


def _decisions(desk: Desk) -> dict[str, Any]:
    """What counts for the desk, each team, and the locations and organizations for which something was decided."""
    decided = queries.decided_on(desk.pk)
    teams, locations = {one.team_id: one for one in decided}, {one.location_id for one in decided}
    whole = [one for one in decided if not (one.team_id or one.location_id or one.organization_id)]
    usable = Calendar.objects.usable_on(desk.pk).in_use().order_by("name", "pk")
    return {
        "usable": [(one.pk, one.name) for one in usable],
        "of_desk": _chosen(whole[0] if whole else None),
        "teams": [(one, _chosen(teams.get(one.pk))) for one in Team.objects.within(desk).active()],
        "locations": [(one.location, _chosen(one)) for one in decided if one.location],
        "places": [(one.pk, one.name) for one in Location.objects.within(desk).active() if one.pk not in locations],
        "organizations": [(one.organization, _chosen(one)) for one in decided if one.organization],
        "known": list(organizations_of([desk.pk]).order_by("name").values_list("name", flat=True)[:OFFERED]),
    }


def _chosen(use: CalendarUse | None) -> int | str:
    return use.calendar_id if use and use.calendar_id else ""


def _place(use: CalendarUse) -> str:
    if use.team:
        return _("team %(name)s") % {"name": use.team.name}
    if use.location:
        return _("location %(name)s") % {"name": use.location.name}
    if use.organization:
        return _("organization %(name)s") % {"name": use.organization.name}
    return _("the whole desk")
