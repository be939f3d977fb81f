"""The engine and a second that goes tick by tick say the same of any story."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskhand.calendars.hours import Hours as Open
from deskhand.calendars.reckoning import DatedHours
from deskhand.calendars.tests import drawn as drawn_calendars
from deskhand.modules.sla.engine import reckon
from deskhand.modules.sla.engine.fold import LEVELS, fold
from deskhand.modules.sla.engine.values import Hours, Life
from deskhand.modules.sla.tests import drawn
from deskhand.modules.sla.tests.oracle import MINUTE, SECOND, Oracle, Tape, Times, TooFar

DAYS = 9
"""So many days around a story are laid out."""


def _times(examples):
    """The same examples in every run."""
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]
    return settings(max_examples=examples, deadline=None, derandomize=True, database=None, suppress_health_check=slow)


places = st.sampled_from([one for one in drawn_calendars.AWKWARD if one[1].year > 2020])


@_times(12)
@given(st.data(), places)
def test_clocks_stand_where_a_counter_puts_them_that_goes_minute_by_minute(data, place):
    _agrees(data, place, MINUTE, 4 * 1440, 14)


@pytest.mark.long
@_times(400)
@given(st.data(), places)
def test_hundreds_of_further_stories_are_counted_alike(data, place):
    _agrees(data, place, MINUTE, 4 * 1440, 30)


@_times(5)
@given(st.data(), places)
def test_clocks_are_right_to_the_second(data, place):
    _agrees(data, place, SECOND, 7_200, 14)


def _agrees(data, place, tick, within, most):
    zone, around = place
    times = Times(_choice(data, zone, around), around, DAYS, tick)
    midnight = datetime.combine(around, time(), UTC)
    begins = midnight + data.draw(st.integers(-1440, 1440)) * MINUTE
    story = data.draw(drawn.stories(begins, tick, within, most))
    book = data.draw(drawn.books(begins, tick, within))
    last = (story.moments[-1].at - begins) // tick
    for at in {
        begins + data.draw(st.integers(0, last)) * tick,
        story.moments[-1].at + data.draw(st.integers(0, 500)) * tick,
    }:
        lives = {(one.level, one.key, one.cycle): one for one in fold(story, book, times.choose, at)}
        tapes = {
            (one.level, one.key, one.cycle): one
            for level in LEVELS
            for one in Oracle(level, book.rules, times).live([one for one in story.moments if one.at <= at], at)
        }
        assert lives.keys() == tapes.keys()
        for key, life in lives.items():
            _is_the_same(life, tapes[key], times, at)


def _choice(data, zone, around):
    calendars = []
    for _each in range(2):
        editions = [(None, data.draw(drawn_calendars.calendars(zone, around)))]
        if data.draw(st.booleans()):
            editions.append(
                (data.draw(drawn_calendars.instants(around)), data.draw(drawn_calendars.calendars(zone, around)))
            )
        calendars.append(DatedHours.of(editions))
    calendars.append(DatedHours.of([(None, Open.around_the_clock(zone))]))

    def choose(hours: Hours) -> DatedHours:
        if hours == Hours():
            return calendars[-1]
        return calendars[sum(value or 0 for value in hours.written().values()) % len(calendars)]

    return choose


def _is_the_same(life: Life, tape: Tape, times: Times, at: datetime) -> None:
    assert (life.began, life.ended, life.ended_by, life.outcome) == (
        tape.began,
        tape.ended,
        tape.ended_by,
        tape.outcome,
    )
    assert (life.team_id, life.last.version_id, life.last.hours) == (tape.team_id, tape.version_id, tape.hours)
    _fills_its_life(life)
    middle = life.began + (at - life.began) // times.tick // 2 * times.tick
    for until in (middle, at):
        assert reckon.elapsed(life, until, times.choose) == tape.counted(times, until)
    still = timedelta(seconds=sum(not runs for runs, _hours in tape.ticks) * times.tick.total_seconds())
    assert reckon.paused(life, at) == still
    try:
        wanted = tape.due(times)
    except TooFar:
        return
    assert reckon.due(life, times.choose) == wanted
    assert life.ended or life.last.runs == tape.is_running


def _fills_its_life(life: Life) -> None:
    for before, after in zip(life.spans, life.spans[1:], strict=False):
        assert before.ended == after.began
        assert before.began < after.began, "no stretch is empty but the last of what has ended"
    assert life.is_open == (life.spans[-1].ended is None)
