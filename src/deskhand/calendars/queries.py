"""Which calendar counts, what calendars say, and where each is used.

The order of precedence on a desk: what was decided for the requester's organization, then for the team that has the
ticket, then for the location that it is for, then for the desk. The first that names a calendar counts; without any,
the desk is open around the clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from deskhand.calendars import rules
from deskhand.calendars.hours import Hours
from deskhand.calendars.models import Calendar, CalendarFeed, CalendarUse, CalendarVersion
from deskhand.calendars.reckoning import DatedHours
from deskhand.kernel import clock

OPEN = Hours.around_the_clock()
"""What counts where nobody chose a calendar."""


@dataclass(frozen=True, slots=True)
class Where:
    """Something for which a calendar was decided, or a ticket's place; a desk alone is the whole desk."""

    desk_id: int
    team_id: int | None = None
    organization_id: int | None = None
    location_id: int | None = None

    def ladder(self) -> list[Where]:
        """What may have a calendar of its own, in the order of precedence."""
        found = []
        if self.organization_id is not None:
            found.append(Where(self.desk_id, organization_id=self.organization_id))
        if self.team_id is not None:
            found.append(Where(self.desk_id, team_id=self.team_id))
        if self.location_id is not None:
            found.append(Where(self.desk_id, location_id=self.location_id))
        return [*found, Where(self.desk_id)]


class DeskCalendars:
    """What was decided on one desk, with what the calendars say."""

    def __init__(self, uses: Sequence[CalendarUse], versions: dict[int, list[CalendarVersion]]) -> None:
        self._versions = versions
        self._uses: dict[Where, list[CalendarUse]] = {}
        self._found: dict[tuple[Where, ...], DatedHours] = {}
        for one in uses:
            self._uses.setdefault(_where(one), []).append(one)

    def of(self, where: Where) -> DatedHours:
        """Every rule that counts or counted there, from the instant on at which it was decided. No query."""
        rungs = tuple(one for one in where.ladder() if one in self._uses)
        if rungs not in self._found:
            self._found[rungs] = DatedHours.of(self._stretches([self._uses[one] for one in rungs]))
        return self._found[rungs]

    def _stretches(self, ladder: Sequence[Sequence[CalendarUse]]) -> list[tuple[datetime | None, Hours]]:
        uses = [one for decisions in ladder for one in decisions]
        named = {one.calendar_id for one in uses if one.calendar_id}
        instants = {one.since for one in uses} | {one.valid_from for pk in named for one in self._versions[pk]}
        stretches: list[tuple[datetime | None, Hours]] = [(None, OPEN)]
        for at in sorted(at for at in instants if at is not None):
            now = _in_force(ladder, self._versions, at)
            if now != stretches[-1][1]:
                stretches.append((at, now))
        return stretches


def calendar_for(
    *, desk_id: int, team_id: int | None = None, organization_id: int | None = None, location_id: int | None = None
) -> DatedHours:
    """What is computed with on the desk, for a ticket of this team, organization and location: every rule that counts
    or counted, from the instant on at which it was decided. Two queries."""
    where = Where(desk_id, team_id, organization_id, location_id)
    return _calendars(CalendarUse.objects.within(desk_id).filter(_decided_for(where))).of(where)


def calendars_on(desk_id: int) -> DeskCalendars:
    """The same for all tickets of the desk. Two queries."""
    return _calendars(CalendarUse.objects.within(desk_id))


def chosen_for(where: Where, *, at: datetime | None = None) -> Calendar | None:
    """The calendar that is decided for exactly this, whatever counts beside it."""
    found = CalendarUse.objects.within(where.desk_id).filter(
        team_id=where.team_id,
        organization_id=where.organization_id,
        location_id=where.location_id,
        since__lte=at or clock.now(),
    )
    last: CalendarUse | None = found.select_related("calendar").order_by("since", "id").last()
    return last.calendar if last else None


def with_calendar(desk_ids: Iterable[int]) -> list[int]:
    """Those of the desks for which, as a whole, a calendar counts now. One query."""
    found = CalendarUse.objects.within(list(desk_ids)).filter(_WHOLE_DESK, since__lte=clock.now())
    return [one.desk_id for one in _newest(found.order_by("since", "id"))]


def decided_on(desk_id: int) -> list[CalendarUse]:
    """What counts on the desk now: the newest decision for each thing, without those that were taken back."""
    found = CalendarUse.objects.within(desk_id).select_related("calendar", "team", "organization", "location")
    return _newest(found.order_by("since", "id"))


def used_by(*calendars: Calendar) -> list[CalendarUse]:
    """Where these calendars count now, on whatever desk. Two queries."""
    ids = {one.pk for one in calendars}
    candidates = CalendarUse.objects.beyond_walls("a calendar of the installation counts on any desk")
    desks = list(
        candidates.filter(calendar_id__in=ids).order_by("desk_id").values_list("desk_id", flat=True).distinct()
    )
    found = (
        CalendarUse.objects.within(desks)
        .select_related("desk", "team", "organization", "location")
        .order_by("since", "id")
    )
    return [one for one in _newest(found) if one.calendar_id in ids]


def dated(calendar: Calendar) -> DatedHours:
    """One calendar's own rules by when they count, wherever it is used."""
    return DatedHours.of([(one.valid_from, hours_of(one)) for one in versions_of(calendar)])


def feed_of(calendar: Calendar) -> CalendarFeed | None:
    """From where its holidays are fetched, if they are."""
    found: CalendarFeed | None = CalendarFeed.objects.scoped(calendar=calendar).first()
    return found


def versions_of(calendar: Calendar) -> list[CalendarVersion]:
    """All versions, the first first."""
    return list(CalendarVersion.objects.scoped(calendar=calendar))


def version_at(calendar: Calendar, at: datetime | None = None) -> CalendarVersion:
    """The version that counts now, or at that instant."""
    return _at(versions_of(calendar), at or clock.now())


def versions_at(calendar_ids: Iterable[int], at: datetime | None = None) -> dict[int, CalendarVersion]:
    """The same of several calendars by their ids. One query."""
    found = _versions(set(calendar_ids))
    return {pk: _at(versions, at or clock.now()) for pk, versions in found.items()}


def planned_for(calendar: Calendar) -> list[CalendarVersion]:
    """Versions that begin to count later."""
    return [one for one in versions_of(calendar) if one.valid_from is not None and one.valid_from > clock.now()]


def hours_of(version: CalendarVersion) -> Hours:
    """What a version is computed with."""
    return rules.hours(version.rules, version.public_days)


def _calendars(found: Any) -> DeskCalendars:
    uses = list(found.order_by("since", "id"))
    return DeskCalendars(uses, _versions({one.calendar_id for one in uses if one.calendar_id}))


_WHOLE_DESK = Q(team=None, organization=None, location=None)


def _decided_for(where: Where) -> Q:
    wanted = _WHOLE_DESK
    if where.team_id is not None:
        wanted |= Q(team_id=where.team_id)
    if where.organization_id is not None:
        wanted |= Q(organization_id=where.organization_id)
    if where.location_id is not None:
        wanted |= Q(location_id=where.location_id)
    return wanted


def _where(use: CalendarUse) -> Where:
    return Where(use.desk_id, use.team_id, use.organization_id, use.location_id)


def _versions(calendar_ids: set[int]) -> dict[int, list[CalendarVersion]]:
    found: dict[int, list[CalendarVersion]] = {pk: [] for pk in calendar_ids}
    if calendar_ids:
        for one in CalendarVersion.objects.scoped(calendar_id__in=sorted(calendar_ids)):
            found[one.calendar_id].append(one)
    return found


def _in_force(
    ladder: Sequence[Sequence[CalendarUse]], versions: dict[int, list[CalendarVersion]], at: datetime
) -> Hours:
    for decisions in ladder:
        last = [one for one in decisions if one.since <= at][-1:]
        if last and last[0].calendar_id:
            return hours_of(_at(versions[last[0].calendar_id], at))
    return OPEN


def _at(versions: Iterable[CalendarVersion], at: datetime) -> CalendarVersion:
    return [one for one in versions if one.valid_from is None or one.valid_from <= at][-1]


def _newest(found: Any) -> list[CalendarUse]:
    """Of decisions in their order, the last for each thing, if it names a calendar."""
    last = {_where(one): one for one in found}
    return [one for one in last.values() if one.calendar_id]
