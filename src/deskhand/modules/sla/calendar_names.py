"""Which calendar counted in a stretch of a clock, by its name."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from django.utils.translation import gettext as _

from deskhand.calendars.models import Calendar, CalendarUse
from deskhand.calendars.queries import Where
from deskhand.modules.sla.engine.values import Hours


class CalendarNames:
    """The names of calendars on a desk. Those of other desks are not told. Two queries at most."""

    def __init__(self, desk_id: int) -> None:
        self._desk_id = desk_id

    def __call__(self, hours: Hours, at: datetime) -> str:
        """The name of what counted at an instant."""
        if hours.calendar_id is not None:
            return self._own.get(hours.calendar_id) or _("a calendar of another desk")
        if hours.desk_id is None:
            return _("around the clock")
        if hours.desk_id != self._desk_id:
            return _("the calendar of another desk")
        where = Where(hours.desk_id, hours.team_id, hours.organization_id, hours.location_id)
        found = (self._chosen(rung, at) for rung in where.ladder())
        return next((one.name for one in found if one is not None), "") or _("around the clock, no calendar is chosen")

    def _chosen(self, where: Where, at: datetime) -> Calendar | None:
        found = [one for one in self._uses if one.since <= at and _where(one) == where]
        return found[-1].calendar if found else None

    @cached_property
    def _uses(self) -> list[CalendarUse]:
        rows = CalendarUse.objects.within(self._desk_id).select_related("calendar")
        return list(rows.order_by("since", "id"))

    @cached_property
    def _own(self) -> dict[int, str]:
        return dict(Calendar.objects.usable_on(self._desk_id).values_list("pk", "name"))


def _where(use: CalendarUse) -> Where:
    return Where(use.desk_id, use.team_id, use.organization_id, use.location_id)
