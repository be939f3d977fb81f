"""Months of a desk, in its own time zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from django.utils import timezone
from django.utils.translation import gettext as _

from deskhand.calendars import queries as calendars
from deskhand.kernel import clock
from deskhand.kernel.errors import Invalid


@dataclass(frozen=True)
class Month:
    """A month: its first day, and the instants between which it lies (the second is not of it)."""

    first: date
    start: datetime
    end: datetime

    @property
    def word(self) -> str:
        """As addresses and programs write it: ``2026-03``."""
        return f"{self.first:%Y-%m}"


def zone_of(desk_id: int) -> tzinfo:
    """The time zone of the desk's calendar; without one that of the installation."""
    if calendars.chosen_for(calendars.Where(desk_id)) is None:
        return timezone.get_default_timezone()
    return calendars.calendar_for(desk_id=desk_id).zone_info


def midnight(day: date, zone: tzinfo) -> datetime:
    """The instant at which a day begins there."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def today(desk_id: int) -> date:
    """The desk's day of this moment."""
    return clock.now().astimezone(zone_of(desk_id)).date()


def month_of(desk_id: int, first: date) -> Month:
    """The month in which that day lies."""
    zone = zone_of(desk_id)
    begins = first.replace(day=1)
    return Month(begins, midnight(begins, zone), midnight(following(begins), zone))


def read(desk_id: int, word: str) -> Month:
    """A month as it is written, ``2026-03``; the present one for an empty word. Raises Invalid."""
    if not word:
        return month_of(desk_id, today(desk_id))
    try:
        found = datetime.strptime(word, "%Y-%m").date()  # noqa: DTZ007 (a month has no zone)
        if not 1970 <= found.year <= 9000:
            raise ValueError
    except ValueError:
        said = _("Write a month as in 2026-03.")
        raise Invalid(said, {"month": said}) from None
    return month_of(desk_id, found)


def following(first: date) -> date:
    """The first day of the month after that one."""
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1)


def before(first: date) -> date:
    """The first day of the month before that one."""
    return (first.replace(day=1) - timedelta(days=1)).replace(day=1)
