"""When an answer shall leave: the times that are offered, one's own, and their limits. Without a database."""

from __future__ import annotations

from datetime import datetime, time, timedelta, tzinfo
from typing import NamedTuple

from django.utils.translation import gettext as _

from deskhand.kernel.errors import Invalid

MORNING = time(8)
"""When a morning begins for what leaves in one."""

SOONEST = timedelta(minutes=1)
"""An answer is planned at least so far ahead."""

LATEST = timedelta(days=366)
"""An answer is planned at most so far ahead."""

PLANS_PER_TICKET = 10
"""Most planned answers that wait on one ticket."""

HOUR, TOMORROW, MONDAY, OWN = "hour", "tomorrow", "monday", "own"


class Preset(NamedTuple):
    """A time that is offered: its code, what it is called, and when it would be (None: so long after one chooses)."""

    code: str
    words: str
    at: datetime | None


def presets(now: datetime, zone: tzinfo) -> tuple[Preset, ...]:
    """What the composer offers to somebody in this zone. On a Sunday, tomorrow is Monday: it is offered once."""
    here = now.astimezone(zone)
    found = [Preset(HOUR, _("In an hour"), None), Preset(TOMORROW, _("Tomorrow morning"), morning(here, 1))]
    if here.weekday() != 6:
        found.append(Preset(MONDAY, _("Monday morning"), morning(here, 7 - here.weekday())))
    return tuple(found)


def chosen(code: str, own: str, *, now: datetime, zone: tzinfo) -> datetime:
    """The instant behind a choice of the composer; ``own`` is a local time (``2026-11-26T08:30``). Raises Invalid."""
    for preset in presets(now, zone):
        if preset.code == code:
            return preset.at or now + timedelta(hours=1)
    if code != OWN:
        raise _wrong(_("Choose one of the offered times, or your own."))
    try:
        local = datetime.fromisoformat(own)
    except ValueError:
        raise _wrong(_("Choose a day and a time.")) from None
    return checked(local if local.tzinfo is not None else local.replace(tzinfo=zone), now=now)


def checked(at: datetime, *, now: datetime) -> datetime:
    """The instant, if an answer may be planned for it. Raises Invalid."""
    if at < now + SOONEST:
        raise _wrong(_("This time is over, or less than a minute ahead. Choose a later one."))
    if at > now + LATEST:
        raise _wrong(_("At most a year ahead. Choose an earlier time."))
    return at


def morning(here: datetime, days: int) -> datetime:
    """The morning so many days after a local time, in its zone."""
    return datetime.combine(here.date() + timedelta(days=days), MORNING, here.tzinfo)


def _wrong(words: str) -> Invalid:
    return Invalid(words, {"send_at": words})
