"""Teams, hours, services and locations of a template."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from deskhand.accounts.actions import save_location, save_team
from deskhand.accounts.models import Desk, DeskRole, Location, Team
from deskhand.calendars.actions import choose_calendar, create_calendar
from deskhand.calendars.models import Calendar
from deskhand.calendars.queries import decided_on
from deskhand.desk_templates.file import Entry
from deskhand.desk_templates.section import Made
from deskhand.desk_templates.work import Work
from deskhand.kernel.permissions import STAFF
from deskhand.kernel.words import fold
from deskhand.tickets.actions import save_service
from deskhand.tickets.models import Service


def team(work: Work, entry: Entry) -> Made | None:
    """A team. The desk's first administrator is in each of a desk without colleagues: somebody has to hear of what
    comes; with colleagues, the administrators say who."""
    said = work.said(entry)
    rows = Team.objects.within(work.desk)
    there = next((one for one in rows if fold(one.name) == fold(said["name"])), None)
    if there is not None:
        return Made(there, is_new=False)
    first = work.administrator()
    members = [first] if first is not None and _is_alone(work.desk) else []
    row = save_team(
        actor=work.actor, desk=work.desk, name=said["name"], tier=str(said.get("tier", "L1")), members=members
    )
    return Made(row)


def hours(work: Work, entry: Entry) -> Made | None:
    """When the desk works, in its administrator's time zone; chosen for the desk if nothing is."""
    said = work.said(entry)
    there = Calendar.objects.within(work.desk).filter(name=said["name"]).first()
    if there is not None:
        return Made(there, is_new=False)
    first = work.administrator()
    zone = (first.time_zone if first is not None else "") or settings.TIME_ZONE
    given = {"zone": zone, "hours": dict.fromkeys(said["days"], said["open"])}
    row = create_calendar(actor=work.actor, desk=work.desk, name=said["name"], given=given)
    if not decided_on(work.desk.pk):
        choose_calendar(actor=work.actor, desk=work.desk, calendar=row)
    return Made(row)


def service(work: Work, entry: Entry) -> Made | None:
    """A service."""
    said = work.said(entry)
    there = Service.objects.within(work.desk).filter(folded=fold(said["name"])).first()
    if there is not None:
        return Made(there, is_new=False)
    text = str(said.get("description", ""))
    return Made(save_service(actor=work.actor, desk=work.desk, name=said["name"], description=text))


def location(work: Work, entry: Entry) -> Made | None:
    """A location."""
    said = work.said(entry)
    there = Location.objects.within(work.desk).filter(folded=fold(said["name"])).first()
    if there is not None:
        return Made(there, is_new=False)
    return Made(save_location(actor=work.actor, desk=work.desk, name=said["name"]))


def shown_hours(said: Mapping[str, Any]) -> list[str]:
    """The days and the windows."""
    windows = ", ".join(f"{start}–{end}" for start, end in said["open"])
    return [_("%(count)s days a week, %(hours)s") % {"count": len(said["days"]), "hours": windows}]


def described(said: Mapping[str, Any]) -> list[str]:
    """Its description."""
    return [str(said["description"])] if said.get("description") else []


def _is_alone(desk: Desk) -> bool:
    return DeskRole.objects.filter(desk=desk, role__in=STAFF).values("person_id").distinct().count() == 1
