"""The engine and a second that goes tick by tick say the same of any story."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

import pytest

from deskhand.calendars.hours import Hours as Open
from deskhand.calendars.reckoning import DatedHours
from deskhand.calendars.tests.drawn import AWKWARD
from deskhand.calendars.windows import Window
from deskhand.modules.sla.engine import reckon
from deskhand.modules.sla.engine.fold import LEVELS, fold
from deskhand.modules.sla.engine.rules import Rulebook
from deskhand.modules.sla.engine.values import Hours, Life, Span
from deskhand.modules.sla.terms import Goal
from deskhand.modules.sla.tests import drawn
from deskhand.modules.sla.tests.oracle import MINUTE, SECOND, Oracle, Tape, Times, TooFar
from deskhand.tickets.moments import Story

DAYS = 9
"""So many days before and after a date are laid out."""

LEAPING = [
    ("Europe/Berlin", date(2028, 2, 29)),
    ("America/New_York", date(2024, 2, 29)),
    ("Europe/Berlin", date(2027, 2, 28)),
    ("Asia/Kathmandu", date(2100, 2, 28)),
]
"""Leap days, and the end of February in years without one."""

PLACES = [one for one in AWKWARD if 2020 < one[1].year < 2100] + LEAPING


@pytest.mark.parametrize("seed", range(10))
def test_clocks_stand_where_a_counter_puts_them_that_goes_minute_by_minute(seed: int) -> None:
    _agree(seed, MINUTE, 2 * 1440, 12)


@pytest.mark.parametrize("seed", range(100, 103))
def test_clocks_are_right_to_the_second(seed: int) -> None:
    _agree(seed, SECOND, 3_600, 14)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1_000, 1_150))
def test_hundreds_of_further_stories_are_counted_alike(seed: int) -> None:
    _agree(seed, MINUTE, 4 * 1440, 40)


@pytest.mark.parametrize("place", LEAPING)
def test_leap_days_are_counted_alike_where_there_are_some_and_where_there_are_none(place: tuple[str, date]) -> None:
    for seed in range(4):
        _agree(seed, MINUTE, 3 * 1440, 8, place=place)


def test_a_29th_of_february_that_becomes_a_holiday_afterwards_is_left_out_from_then_on() -> None:
    week: Any = ((Window(8 * 3_600, 16 * 3_600),),) * 7
    edited = datetime(2028, 2, 29, 10, tzinfo=UTC)
    later = Open(zone="UTC", week=week, yearly=frozenset({drawn.LEAP_DAY}))
    calendar = DatedHours.of([(None, Open(zone="UTC", week=week)), (edited, later)])
    for begins, seconds, due in (
        (datetime(2028, 2, 28, 14, tzinfo=UTC), 6 * 3_600, datetime(2028, 3, 1, 10, tzinfo=UTC)),
        (datetime(2027, 2, 28, 14, tzinfo=UTC), 6 * 3_600, datetime(2027, 3, 1, 12, tzinfo=UTC)),
        (datetime(2032, 2, 28, 14, tzinfo=UTC), 6 * 3_600, datetime(2032, 3, 1, 12, tzinfo=UTC)),
    ):
        times = Times(lambda _hours: calendar, begins.date(), DAYS, MINUTE)
        first = Span("running", begins, None, 1, "ticket.created", 1, Goal(seconds), Hours())
        assert reckon.due(Life("sla", "time_to_resolve", 1, (first,), None), times.choose) == due
        tape = Tape("sla", "time_to_resolve", 1, None, begins, Goal(seconds), Hours(), 1, True)
        assert tape.due(times) == due


def test_a_hundred_pauses_are_counted_alike() -> None:
    _agree(1, MINUTE, 1440, 20, flips=100)


def _agree(
    seed: int, tick: timedelta, within: int, most: int, flips: int = 0, place: tuple[str, date] | None = None
) -> None:
    chance = Random(seed)  # noqa: S311
    zone, around = place or chance.choice(PLACES)
    times = Times(_choice(chance, zone, around), around, DAYS, tick)
    begins = datetime.combine(around, time(), UTC) + chance.randint(-1440, 1440) * MINUTE
    story = drawn.story(chance, begins, tick, within, most)
    if flips:
        story = drawn.flipping(chance, story, tick, flips)
    book = drawn.book(chance, begins, tick, within)
    until = story.moments[-1].at + chance.randint(0, 500) * tick
    for level in LEVELS:
        Oracle(level, book.rules, times).live(story.moments, until, _Comparing(level, story, book, times))


class _Comparing:
    """Looks at the oracle's clocks whenever something has happened, and at the end."""

    def __init__(self, level: str, story: Story, book: Rulebook, times: Times) -> None:
        self.level, self.story, self.book, self.times = level, story, book, times

    def __call__(self, at: datetime, tapes: Sequence[Tape]) -> None:
        found = fold(self.story, self.book, self.times.choose, at)
        lives = {(one.key, one.cycle): one for one in found if one.level == self.level}
        assert lives.keys() == {(one.key, one.cycle) for one in tapes}
        for tape in tapes:
            _is_the_same(lives[tape.key, tape.cycle], tape, self.times, at)


def _choice(chance: Random, zone: str, around: date) -> Callable[[Hours], DatedHours]:
    calendars = [drawn.calendar(chance, zone, around) for _each in range(3)]
    calendars.append(DatedHours.of([(None, Open.around_the_clock(zone))]))

    def choose(hours: Hours) -> DatedHours:
        if hours == Hours():
            return calendars[-1]
        return calendars[sum(hours.written().values()) % len(calendars)]

    return choose


def _is_the_same(life: Life, tape: Tape, times: Times, at: datetime) -> None:
    assert (life.began, life.ended, life.ended_by, life.outcome) == (
        tape.began,
        tape.ended,
        tape.ended_by,
        tape.outcome,
    )
    assert (life.team_id, life.last.version_id, life.last.hours) == (tape.team_id, tape.version_id, tape.hours)
    assert _said(life.last.goal) == _said(tape.goal)
    _fills_its_life(life)
    middle = life.began + (at - life.began) // times.tick // 2 * times.tick
    for until in (middle, at):
        assert reckon.elapsed(life, until, times.choose) == tape.counted(times, until)
    still = timedelta(
        seconds=sum(many for runs, _hours, many in tape.stretches if not runs) * times.tick.total_seconds()
    )
    assert reckon.paused(life, at) == still
    try:
        wanted = tape.due(times)
    except TooFar:
        return
    assert reckon.due(life, times.choose) == wanted
    assert life.ended or life.last.runs == tape.is_running


def _said(goal: Goal) -> tuple[float | None, int | None, int | None]:
    return (None if goal.is_relative else goal.seconds, goal.days, goal.by)


def _fills_its_life(life: Life) -> None:
    for before, after in zip(life.spans, life.spans[1:], strict=False):
        assert before.ended == after.began
        assert before.began < after.began, "no stretch is empty but the last of what has ended"
    assert life.is_open == (life.spans[-1].ended is None)
