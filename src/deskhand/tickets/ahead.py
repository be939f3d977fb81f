"""Times ahead that are told by how far they are: in three hours, on Monday at nine, in two business days.

A code of a few letters says each: ``30m``, ``3h``, ``2d``, ``1w`` are lengths of time, ``2b`` business days, ``mon`` to
``sun`` the next such day; ``@09:00`` behind days and weeks is the time of that day. Without a database.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from typing import Self

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deskhand.kernel.errors import Invalid
from deskhand.tickets.status import After, plain_days

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""Days of the week as codes say them, Monday first."""

MOST = {"m": 600, "h": 500, "d": 366, "b": 250, "w": 52}
"""Most minutes, hours, days, business days and weeks ahead."""

LENGTHS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}

_CODE = re.compile(rf"(?:([1-9][0-9]{{0,2}})([mhdbw])|({'|'.join(DAYS)}))(?:@([01][0-9]|2[0-3]):([0-5][0-9]))?")


@dataclass(frozen=True)
class Ahead:
    """Either so many of a ``unit`` (``m``, ``h``, ``d``, ``b``, ``w``) or the next such day of the week (``day``, 0 is
    Monday), perhaps at a time of the day."""

    count: int = 0
    unit: str = ""
    day: int | None = None
    clock: time | None = None

    @classmethod
    def of(cls, code: str) -> Self:
        """What a code says. Raises Invalid."""
        found = _CODE.fullmatch(code.strip().lower())
        if found is None:
            raise _wrong(_("“%(code)s” says no time. Write 3h, 2d@09:00, 2b or mon@09:00.") % {"code": code[:20]})
        count, unit, day, hour, minute = found.groups()
        clock = time(int(hour), int(minute)) if hour else None
        if day is not None:
            return cls(day=DAYS.index(day), clock=clock or time(9))
        if int(count) > MOST[unit]:
            raise _wrong(_("At most %(most)s of these ahead.") % {"most": MOST[unit]})
        if clock is not None and unit in "mh":
            raise _wrong(_("Minutes and hours have no time of day."))
        return cls(int(count), unit, clock=clock)

    @property
    def code(self) -> str:
        """The code that says it."""
        what = DAYS[self.day] if self.day is not None else f"{self.count}{self.unit}"
        return f"{what}@{self.clock:%H:%M}" if self.clock else what

    @property
    def words(self) -> str:
        """As people say it."""
        if self.clock is None:
            return self._length()
        said = {"time": f"{self.clock:%H:%M}", "day": self._length()}
        return _("%(day)s at %(time)s") % said

    def at(self, now: datetime, zone: tzinfo, after: After = plain_days) -> datetime:
        """The instant, always later than ``now``. ``after`` counts business days, ``zone`` is whose clock it is."""
        here = now.astimezone(zone)
        if self.day is not None:
            return self._next(here)
        if self.unit == "b":
            ends = after(now, self.count)
        elif self.clock is None and self.unit in "mh":
            return now + self.count * LENGTHS[self.unit]
        else:
            ends = datetime.combine(here.date() + self.count * LENGTHS[self.unit], here.time(), zone)
        if self.clock is None:
            return ends
        found = datetime.combine(ends.astimezone(zone).date(), self.clock, zone)
        # A business day of a calendar far to the east may begin while it is still today here.
        return found if found > here else found + timedelta(days=1)

    def _next(self, here: datetime) -> datetime:
        days = ((self.day or 0) - here.weekday()) % 7
        found = datetime.combine(here.date() + timedelta(days=days), self.clock or time(9), here.tzinfo)
        return found if found > here else found + timedelta(days=7)

    def _length(self) -> str:
        if self.day is not None:
            return str(WEEKDAYS[self.day])
        said = {"n": self.count}
        words = {
            "m": ngettext("In %(n)s minute", "In %(n)s minutes", self.count),
            "h": ngettext("In %(n)s hour", "In %(n)s hours", self.count),
            "d": ngettext("In %(n)s day", "In %(n)s days", self.count),
            "b": ngettext("In %(n)s business day", "In %(n)s business days", self.count),
            "w": ngettext("In %(n)s week", "In %(n)s weeks", self.count),
        }
        return words[self.unit] % said


def _wrong(words: str) -> Invalid:
    return Invalid(words, {"when": words})
