"""What will probably not be kept if a queue goes on at its pace.

Of each team and promise (``key``), over the last :data:`LOOKS_BACK`::

    pace        = clocks of the promise that ended in this time / open hours of the team's calendar in this time
    expected(n) = the instant at which n / pace open hours from now on have passed, by the same calendar

``n`` is the place (from 1) of a running clock among all running ones of that team and promise, by when they are due:
as if the most urgent is always next. A promise is at risk if ``expected(n)`` is after it is due. It is the mean of a
queue that is served in order of urgency, without any guess about single tickets; where nothing ended in this time
there is no pace, and nothing is foretold. What is overdue is not at risk any more, but stands in the queue.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count

from deskhand.calendars import reckoning
from deskhand.calendars.queries import DeskCalendars, Where, calendars_on
from deskhand.modules.sla.models import Clock

LOOKS_BACK = timedelta(days=14)
"""Over how long a pace is measured."""

QUEUE_LIMIT = 5_000
"""Running clocks that are looked at, the most urgent first."""

Lane = tuple[int | None, str, str]
"""A queue: id of its team, level and key of the promise."""


@dataclass(frozen=True, slots=True)
class Risk:
    """A promise that will probably be late: its ``place`` in the queue, and when it would be its turn."""

    clock: Clock
    place: int
    expected_at: datetime


def at_risk(desk_id: int, now: datetime) -> list[Risk]:
    """The promises of the desk that are at risk, those due first first. Four queries."""
    running = Clock.objects.within(desk_id).open().filter(state="running", due_at__isnull=False)
    running = running.filter(ticket__is_spam=False, ticket__deleted_at=None)
    rows = list(running.select_related("ticket", "version").order_by("due_at", "pk")[:QUEUE_LIMIT])
    if not rows:
        return []
    calendars, ended = calendars_on(desk_id), _ended(desk_id, now)
    lanes: dict[Lane, list[Clock]] = defaultdict(list)
    for row in rows:
        lanes[row.ticket.team_id, row.level, row.key].append(row)
    found = [risk for lane, queue in lanes.items() for risk in _of_lane(desk_id, lane, queue, ended, calendars, now)]
    return sorted(found, key=lambda one: (one.clock.due_at, one.clock.pk))


def pace(ended: int, calendar: reckoning.Calendar, now: datetime) -> float | None:
    """How many end in an open hour; None if none did, or the calendar was never open."""
    hours = reckoning.between(calendar, now - LOOKS_BACK, now) / 3600
    return ended / hours if ended and hours else None


def _ended(desk_id: int, now: datetime) -> Mapping[Lane, int]:
    rows = Clock.objects.within(desk_id).filter(ended_at__gte=now - LOOKS_BACK, outcome__in=["met", "missed"])
    found = rows.order_by().values_list("ticket__team_id", "level", "key").annotate(n=Count("pk"))
    return {(team, level, key): n for team, level, key, n in found}


def _of_lane(
    desk_id: int,
    lane: Lane,
    queue: Sequence[Any],
    ended: Mapping[Lane, int],
    calendars: DeskCalendars,
    now: datetime,
) -> Iterator[Risk]:
    calendar = calendars.of(Where(desk_id, team_id=lane[0]))
    rate = pace(ended.get(lane, 0), calendar, now)
    if rate is None:
        return
    for place, row in enumerate(queue, start=1):
        if row.due_at <= now:
            continue
        expected = reckoning.due(calendar, now, place / rate * 3600)
        if expected > row.due_at:
            yield Risk(row, place, expected)
