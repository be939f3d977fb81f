"""The rules of one calendar as a value: where it is, which windows a day has, which days and spans are closed.

Nothing here knows the database or the time. :mod:`deskhand.calendars.reckoning` counts by these rules.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, Self, cast
from zoneinfo import ZoneInfo

from deskhand.calendars.windows import DAY, Window, written_stamp

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""How the days of the week are called in JSON, in the order of ``date.weekday()``."""

WHOLE_DAY = Window(0, DAY)
Windows = tuple[Window, ...]
Week = tuple[Windows, Windows, Windows, Windows, Windows, Windows, Windows]
MonthAndDay = tuple[int, int]


@dataclass(frozen=True)
class Hours:
    """When a calendar is open. Two with the same rules are equal, and share what is computed of them.

    ``week`` holds the windows of Monday to Sunday. ``holidays`` are dates on which nothing opens, ``yearly`` the same
    of every year as (month, day). ``shifts`` are the windows of single dates; they replace whatever the date would have
    had, its being a holiday included, and none at all closes it. A window belongs to the day on which it opens: a night
    shift that begins before a holiday is worked to its end. ``breaks`` are spans in which nothing is open, whatever day
    it is: naive where they are local, aware where they are instants. ``daily_breaks`` are the same on every date.
    """

    zone: str = "UTC"
    week: Week = ((), (), (), (), (), (), ())
    holidays: frozenset[date] = frozenset()
    yearly: frozenset[MonthAndDay] = frozenset()
    shifts: tuple[tuple[date, Windows], ...] = ()
    breaks: tuple[tuple[datetime, datetime], ...] = ()
    daily_breaks: Windows = ()

    @classmethod
    def read(cls, rules: Any) -> Self:
        """The rules of an object like ``{"tz": "Europe/Berlin", "hours": {"mon": [["09:00", "17:00"]]}, "holidays":
        ["2026-05-01", "*-12-25"], "shifts": {"2026-12-24": [["09:00", "12:00"]]}, "breaks": [["2026-03-02 12:00",
        "2026-03-02 13:00"], ["12:00", "12:30"]]}``; ``"hours": "24x7"`` is every day from 00:00 to 24:00.

        Raises Invalid, whose ``fields`` say in which place of the object what is wrong (``hours.mon``).
        """
        from deskhand.calendars import reading  # It makes what is defined here.

        return cls(**reading.parts_of(rules))

    @classmethod
    def around_the_clock(cls, zone: str = "UTC") -> Self:
        """Always open."""
        return cls(zone=zone, week=cast(Week, ((WHOLE_DAY,),) * 7))

    def written(self) -> dict[str, Any]:
        """The object that :meth:`read` reads as the same rules; equal rules are written equally."""
        spans = [[written_stamp(start), written_stamp(end)] for start, end in self.breaks]
        return {
            "tz": self.zone,
            "hours": {day: _written(windows) for day, windows in zip(WEEKDAYS, self.week, strict=True) if windows},
            "holidays": [f"*-{month:02}-{day:02}" for month, day in sorted(self.yearly)]
            + [day.isoformat() for day in sorted(self.holidays)],
            "shifts": {day.isoformat(): _written(windows) for day, windows in self.shifts},
            "breaks": _written(self.daily_breaks) + spans,
        }

    @property
    def is_around_the_clock(self) -> bool:
        """True if every day of the week is open from 00:00 to 24:00."""
        return all(windows == (WHOLE_DAY,) for windows in self.week)

    @cached_property
    def ever_opens(self) -> bool:
        """False if there is no window in it at all."""
        every = [*self.week, *self.by_date.values()]
        return any(window.end > window.opens for windows in every for window in windows)

    @cached_property
    def zone_info(self) -> ZoneInfo:
        """The time zone."""
        return ZoneInfo(self.zone)

    @cached_property
    def by_date(self) -> Mapping[date, Windows]:
        """``shifts`` to look up."""
        return dict(self.shifts)

    def is_holiday(self, day: date) -> bool:
        """True if the date is a holiday, whether or not a shift is worked on it."""
        return day in self.holidays or (day.month, day.day) in self.yearly

    def windows_on(self, day: date) -> Windows:
        """The windows that open on a date: its shift's, none if it is a holiday, else those of the weekday."""
        shift = self.by_date.get(day)
        if shift is not None:
            return shift
        return () if self.is_holiday(day) else self.week[day.weekday()]

    @cached_property
    def _fingerprint(self) -> str:
        return json.dumps(self.written())

    def __hash__(self) -> int:
        return hash(self._fingerprint)  # A text remembers its hash: looking up what was computed costs next to nothing.


def _written(windows: Windows) -> list[list[str]]:
    return [window.written() for window in windows]
