"""How fast business time is counted, beside the least that it costs: `python -m bench.calendars` needs no installation,
and prints one line of JSON.

The floor is one bisection of a year's openings, and the instant made of it. Both take turns, so that a busy machine is
busy for both; figures are CPU of one core.
"""

from __future__ import annotations

import json
import random
import statistics
import time
from bisect import bisect_right
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from bench import workload
from deskhand.calendars.hours import Hours
from deskhand.calendars.openings import openings
from deskhand.calendars.reckoning import between, due

TURNS = 15
COUNT = 10_000
"""Computations of one turn."""
YEAR = 2026
BEGINS = datetime(YEAR, 1, 1, tzinfo=UTC)
AIM_DUE = 200_000
"""Due instants a second of a core on a year that is computed already; more is better."""

WEEK = {day: [["08:00", "12:00"], ["12:30", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
HOURS = Hours.read({"tz": "Europe/Berlin", "hours": WEEK, "holidays": ["*-01-01", "2026-04-06", "*-05-01", "*-12-25"]})


def counted() -> dict[str, Any]:
    """Computations a second of a core, and how many times the floor one costs."""
    chance = random.Random(f"{workload.SEED} calendars")  # noqa: S311 (the same in every run)
    starts = [BEGINS + timedelta(seconds=chance.randrange(300 * 86_400)) for _each in range(COUNT)]
    seen: dict[str, list[float]] = {"floor": [], "due": [], "between": []}
    for _turn in range(TURNS):
        seen["floor"].append(_seconds(_floor, starts))
        seen["due"].append(_seconds(_due, starts))
        seen["between"].append(_seconds(_between, starts))
    each = {name: statistics.median(times) / COUNT for name, times in seen.items()}
    return {
        "n": COUNT * TURNS,
        **{f"calendar_{name}_per_second": round(1 / seconds) for name, seconds in each.items()},
        "calendar_due_of_floor": round(each["due"] / each["floor"], 3),
        "calendar_due_aim": AIM_DUE,
        "calendar_year_ms": round(_year() * 1000, 3),
    }


def _seconds(work: Callable[[datetime], Any], starts: Sequence[datetime]) -> float:
    began = time.process_time()
    for start in starts:
        work(start)
    return time.process_time() - began


def _due(start: datetime) -> datetime:
    return due(HOURS, start, 5 * 3600)


def _between(start: datetime) -> float:
    return between(HOURS, BEGINS, start)


def _floor(start: datetime) -> datetime:
    """The least: where it is in the year, and an instant made of what is found."""
    index = openings(HOURS, YEAR)
    since = start - BEGINS
    place = bisect_right(index.starts, (since.days * 86_400 + since.seconds) * 1_000_000)
    return BEGINS + timedelta(microseconds=index.before[place])


def _year() -> float:
    """Seconds in which a year is computed that nobody has asked for."""
    began = time.process_time()
    for year in range(YEAR, YEAR + 20):
        openings(Hours(zone=HOURS.zone, week=HOURS.week, yearly=HOURS.yearly), year)
    return (time.process_time() - began) / 20


if __name__ == "__main__":
    print(json.dumps(counted()), flush=True)
