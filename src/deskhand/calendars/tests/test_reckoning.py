"""Business time is what a counter counts that goes minute by minute, and it obeys the laws of time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskhand.calendars import openings
from deskhand.calendars.hours import WEEKDAYS, Hours
from deskhand.calendars.reckoning import DatedHours, between, due, is_open, next_open, open_spans
from deskhand.calendars.tests import drawn
from deskhand.calendars.tests.oracle import Counter
from deskhand.kernel.errors import Invalid

DAYS = 9
"""So many days before and after the date are counted; what is asked lies within four."""


def _times(examples: int) -> settings:
    """The same examples in every run."""
    slow = [HealthCheck.too_slow]
    return settings(max_examples=examples, deadline=None, derandomize=True, database=None, suppress_health_check=slow)


places = st.sampled_from(drawn.AWKWARD)
moments = st.integers(0, 3 * 365 * 86_400 * 1_000_000).map(
    lambda micros: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)
)


@_times(20)
@given(st.data(), places)
def test_what_is_counted_from_the_index_is_what_is_counted_minute_by_minute(data, place):
    _agrees(data, place)


@pytest.mark.long
@_times(600)
@given(st.data(), places)
def test_hundreds_of_further_calendars_are_counted_alike(data, place):
    _agrees(data, place)


def _agrees(data: st.DataObject, place: tuple[str, date]) -> None:
    zone, around = place
    editions: list[tuple[datetime | None, Hours]] = [(None, data.draw(drawn.calendars(zone, around)))]
    if data.draw(st.booleans()):
        editions.append((data.draw(drawn.instants(around)), data.draw(drawn.calendars(zone, around))))
    calendar = DatedHours.of(editions) if len(editions) > 1 else editions[0][1]
    pauses = data.draw(drawn.pauses(around))
    counter = Counter(editions, around, DAYS)
    counter.pause(pauses)
    start, end = data.draw(drawn.instants(around)), data.draw(drawn.instants(around))

    assert between(calendar, start, end, pauses) == counter.between(start, end)
    assert is_open(calendar, start, pauses) == counter.is_open(start)
    opened = counter.next_open(start)
    assert opened is None or next_open(calendar, start, pauses) == opened
    seconds = 60 * data.draw(st.integers(0, 4000))
    reached = counter.due(start, seconds)
    assert reached is None or due(calendar, start, seconds, pauses) == reached


@_times(30)
@given(st.data(), places, moments, st.integers(0, 10**9))
def test_what_is_due_is_due_after_exactly_what_was_wanted(data, place, start, micros):
    calendar = data.draw(drawn.calendars(*place))
    seconds = micros / 1000
    try:
        reached = due(calendar, start, seconds)
    except Invalid:
        assert between(calendar, start, start + timedelta(days=400 * 365)) < seconds
        return
    assert between(calendar, start, reached) == pytest.approx(seconds, abs=1e-6)
    assert between(calendar, start, reached - timedelta(microseconds=1)) < seconds or not seconds
    assert due(calendar, start, seconds / 2) <= reached, "less is due earlier"
    assert due(calendar, start - timedelta(days=1), seconds) <= reached, "what begins earlier is due earlier"


@_times(30)
@given(st.data(), places, st.lists(moments, min_size=3, max_size=3).map(sorted))
def test_two_spans_that_follow_each_other_count_as_much_as_both_together(data, place, instants):
    calendar = data.draw(drawn.calendars(*place))
    first, middle, last = instants
    whole = between(calendar, first, last)
    assert between(calendar, first, middle) + between(calendar, middle, last) == pytest.approx(whole, abs=1e-6)
    assert 0 <= whole <= (last - first).total_seconds()
    assert between(calendar, last, first) == (0 if first < last else whole)


def test_years_that_look_alike_count_as_if_each_had_been_computed_alone():
    for zone in ("America/New_York", "Africa/Casablanca", "Australia/Lord_Howe", "Pacific/Apia"):
        hours = Hours.read({"tz": zone, "hours": {"mon": [["22:00", "03:30"]], "sun": [["00:00", "04:00"]]}})
        for year in (2, 1600, 1799, 2101, 2400, 9000):
            alone = openings._openings(hours, year)
            shared = openings.openings(hours, year)
            assert (alone.starts, alone.before) == (shared.starts, shared.before), f"{zone} {year}"


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Honolulu", "Europe/Berlin"])
def test_the_turn_of_the_year_is_a_night_like_any_other(zone):
    nights = Hours.read({"tz": zone, "hours": {day: [["22:00", "21:00"]] for day in WEEKDAYS}})
    for turn in (datetime(2026, 1, 1, tzinfo=UTC), datetime(2101, 1, 1, tzinfo=UTC)):
        assert between(nights, turn - timedelta(days=3), turn + timedelta(days=3)) == 6 * 23 * 3600


def test_a_date_far_away_counts_in_its_year_and_not_in_those_that_look_alike():
    hours = Hours.read({"tz": "UTC", "hours": "24x7", "holidays": ["3000-05-05", "2103-05-05"]})
    assert is_open(hours, datetime(2503, 5, 5, 12, tzinfo=UTC)) and not is_open(hours, datetime(2103, 5, 5, tzinfo=UTC))
    assert not is_open(hours, datetime(3000, 5, 5, 12, tzinfo=UTC))
    assert is_open(hours, datetime(3400, 5, 5, 12, tzinfo=UTC)), "the same weekdays as in 3000"
    assert (
        between(hours, datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, tzinfo=UTC))
        == ((date(9999, 12, 31) - date(1, 1, 1)).days - 2) * 86_400
    )


def test_an_edit_today_leaves_alone_what_was_counted_until_yesterday():
    office = Hours.read({"tz": "Europe/Berlin", "hours": {"mon": [["09:00", "17:00"]], "tue": [["09:00", "17:00"]]}})
    shorter = Hours.read({"tz": "Europe/Berlin", "hours": {"mon": [["09:00", "12:00"]]}})
    monday, tuesday, edit = (datetime(2026, 3, day, tzinfo=UTC) for day in (2, 3, 3))
    edited = DatedHours.of([(edit, shorter), (None, office)])
    assert edited.at(monday) == office and edited.at(edit) == shorter
    assert between(edited, monday, tuesday) == 8 * 3600 == between(office, monday, tuesday)
    assert due(edited, monday, 8 * 3600) == due(office, monday, 8 * 3600)
    assert due(edited, monday, 9 * 3600) == datetime(2026, 3, 9, 9, tzinfo=UTC), "what is left counts by the new rules"


@_times(20)
@given(st.data(), places)
def test_the_open_spans_between_two_instants_are_what_counts_between_them(data, place):
    zone, around = place
    calendar = data.draw(drawn.calendars(zone, around))
    start, end = sorted((data.draw(drawn.instants(around)), data.draw(drawn.instants(around))))
    spans = list(open_spans(calendar, start, end))
    assert sum((last - first).total_seconds() for first, last in spans) == pytest.approx(between(calendar, start, end))
    assert all(is_open(calendar, first) for first, _last in spans)
    assert spans == sorted(spans) and all(first < last for first, last in spans)
