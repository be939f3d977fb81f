"""Calendars, instants and pauses as Hypothesis draws them: close to what is awkward."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st

from deskhand.calendars.hours import Hours
from deskhand.calendars.windows import Window

AWKWARD = [
    ("UTC", date(2024, 2, 29)),
    ("Europe/Berlin", date(2026, 3, 29)),
    ("Europe/Berlin", date(2026, 10, 25)),
    ("America/New_York", date(2026, 11, 1)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),  # Half an hour.
    ("America/Sao_Paulo", date(2018, 11, 4)),  # Midnight is skipped.
    ("America/Havana", date(2026, 11, 1)),  # Midnight comes twice.
    ("Antarctica/Troll", date(2026, 3, 29)),  # Two hours.
    ("Pacific/Apia", date(2011, 12, 30)),  # A whole day is skipped.
    ("Asia/Pyongyang", date(2018, 5, 5)),  # The zone itself changes.
    ("Africa/Casablanca", date(2026, 2, 15)),
    ("Asia/Kathmandu", date(2025, 12, 31)),
    ("Pacific/Kiritimati", date(2026, 1, 1)),
    ("Europe/London", date(2400, 2, 29)),
]
"""Zones with a date on which something happens to the clock or to the calendar."""

_times = st.one_of(
    st.integers(0, 96).map(lambda quarter: quarter * 900),
    st.sampled_from([0, 3600, 5400, 7200, 9000, 10800, 84_600, 86_400]),
)
windows = st.builds(Window, _times, _times)
days = st.lists(windows, max_size=3).map(tuple)


@st.composite
def calendars(draw: Any, zone: str, around: date) -> Hours:
    """Rules whose exceptions lie around a date."""
    near = st.integers(-4, 4).map(lambda off: around + timedelta(days=off))
    local = st.builds(lambda on, second: datetime.combine(on, time()) + timedelta(seconds=second), near, _times)
    return Hours(
        zone=zone,
        week=tuple(draw(st.lists(days, min_size=7, max_size=7))),
        holidays=draw(st.frozensets(near, max_size=2)),
        yearly=draw(st.frozensets(near.map(lambda on: (on.month, on.day)), max_size=1)),
        shifts=tuple(sorted(draw(st.dictionaries(near, days, max_size=2)).items())),
        breaks=tuple(draw(st.lists(st.tuples(local, local), max_size=2))),
        daily_breaks=draw(st.lists(windows, max_size=1).map(tuple)),
    )


def instants(around: date, spread: int = 4) -> st.SearchStrategy[datetime]:
    """Whole minutes of some days before and after a date."""
    midnight = datetime(around.year, around.month, around.day, tzinfo=UTC)
    return st.integers(-spread * 1440, spread * 1440).map(lambda minutes: midnight + timedelta(minutes=minutes))


def pauses(around: date) -> st.SearchStrategy[list[tuple[datetime, datetime | None]]]:
    """At most three, overlapping or reversed as it comes; one may last."""
    end = st.one_of(instants(around), instants(around), st.none())
    return st.lists(st.tuples(instants(around), end), max_size=3)
