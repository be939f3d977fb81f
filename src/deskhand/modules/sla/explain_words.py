"""Where a clock stands, in sentences: the answer before the proof."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils import dateformat, timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from deskhand.modules.sla import typed
from deskhand.modules.sla.causes import ENDINGS
from deskhand.modules.sla.models import Outcome
from deskhand.modules.sla.readings import Reading, Readings
from deskhand.web import moments

MINUTE = 60


def heading(found: Readings) -> str:
    """What the page answers."""
    if found.is_past:
        return _("What was promised on %(number)s then?") % {"number": found.ticket.number}
    first = next(iter(found.open), None)
    if first is None:
        return _("What was promised on %(number)s?") % {"number": found.ticket.number}
    if first.due_at is None:
        return _("Why does the time of %(number)s stand still?") % {"number": found.ticket.number}
    said = {"number": found.ticket.number, "when": instant(first.due_at, found.at)}
    if first.is_overdue:
        return _("Why was %(number)s due %(when)s?") % said
    return _("Why is %(number)s due %(when)s?") % said


def sentence(clock: Reading) -> str:
    """The promise, what has counted of it, and when it is due or how it ended."""
    return " ".join(_sentences(clock))


def _sentences(clock: Reading) -> Iterator[str]:
    goal = clock.life.last.goal
    said = {"label": clock.label, "goal": typed.in_words(goal)}
    if goal.is_relative:
        yield _("“%(label)s” is promised by %(goal)s.") % said
    else:
        yield _("“%(label)s” is promised within %(goal)s of open time.") % said
    if not clock.life.is_open:
        yield _how_it_ended(clock)
    elif clock.is_overdue:
        yield _overdue(clock)
    elif clock.due_at is None:
        yield _paused(clock)
    else:
        yield _running(clock)


def _running(clock: Reading) -> str:
    said = _figures(clock) | {"when": instant(clock.due_at, clock.at)}
    return _("%(elapsed)s have counted and %(left)s are left, so it is due %(when)s.") % said


def _overdue(clock: Reading) -> str:
    over = _minutes(max(-clock.remaining, 0))
    said = {"when": instant(clock.due_at or clock.at, clock.at), "over": over}
    if clock.state == "paused":
        return _("It was due %(when)s. %(over)s of open time have counted since; now it stands still.") % said
    return _("It was due %(when)s. %(over)s of open time have counted since.") % said


def _paused(clock: Reading) -> str:
    said = _figures(clock) | {
        "since": instant(clock.paused_since, clock.at),
        "when": instant(clock.projected_at, clock.at),
    }
    return (
        _(
            "It stands still: it stopped %(since)s, when %(elapsed)s had counted, and %(left)s are left. "
            "If it went on at once, it would be due %(when)s."
        )
        % said
    )


def _how_it_ended(clock: Reading) -> str:
    said = _figures(clock) | {
        "at": instant(clock.until, clock.at),
        "due": instant(clock.projected_at, clock.at),
        "why": str(ENDINGS.get(clock.life.ended_by, "")),
        "over": _minutes(max(-clock.remaining, 0)),
    }
    if clock.life.outcome == Outcome.MET:
        return _("It was kept: it ended %(at)s, when %(elapsed)s had counted. It was due %(due)s.") % said
    if clock.life.outcome == Outcome.MISSED:
        return _("It was missed: it was due %(due)s and ended %(at)s, when %(elapsed)s had counted.") % said
    return _("It ended without an outcome %(at)s, because %(why)s. %(elapsed)s had counted.") % said


def instant(at: datetime | None, now: datetime) -> str:
    """An instant inside a sentence, in the reader's zone: ``at 14:20``, ``on Tue 24 Nov at 14:20``."""
    if at is None:
        return _("never (its calendar does not open)")
    local, today = timezone.localtime(at), timezone.localtime(now)
    if local.date() == today.date():
        return _("at %(time)s") % {"time": moments.clock(at)}
    pattern = (
        pgettext("date format, weekday and day", "D j M")
        if local.year == today.year
        else pgettext("date format, day with year", "j M Y")
    )
    return _("on %(day)s at %(time)s") % {"day": dateformat.format(local, pattern), "time": moments.clock(at)}


def _figures(clock: Reading) -> dict[str, str]:
    return {"elapsed": _minutes(clock.elapsed), "left": _minutes(max(clock.remaining, 0))}


def _minutes(seconds: float) -> str:
    """To the minute; below one, to the second. The page's table is exact to the second."""
    rounded = round(seconds / MINUTE) * MINUTE if seconds >= MINUTE else round(seconds)
    return typed.seconds_in_words(rounded)
