"""Figures of a desk's journeys, each of which leads to its records: ready on day one by month, and what takes longest.

A journey belongs to the month of its key date. What counts, counts as in :mod:`figure`; here over a year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Q
from django.db.models.functions import TruncMonth
from django.utils.formats import date_format

from deskhand.accounts.models import Desk
from deskhand.modules.journeys.definition import Definition
from deskhand.modules.journeys.figure import IN_TIME
from deskhand.modules.journeys.models import Activity, Blueprint, Outcome, State
from deskhand.modules.journeys.querysets import ActivityQuerySet

MONTHS = 12
"""So many months back the figures look, this one with them."""

SLOWEST = 10
"""Activities that are told as the slowest."""

_LATE = ~Q(state=State.DONE) | Q(ended_at__gt=F("journey__key_at"))
_TOOK = ExpressionWrapper(F("ended_at") - F("begun_at"), output_field=DurationField())
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Month:
    """How it was for those whose day lies in the month that begins on ``first``."""

    first: date
    journeys: int
    whole: int
    needed: int
    in_time: int

    @property
    def called(self) -> str:
        """``November 2026``."""
        return date_format(self.first, "YEAR_MONTH_FORMAT")

    @property
    def percent(self) -> int:
        """Rounded down, so that 100 means all."""
        return self.in_time * 100 // self.needed if self.needed else 0


@dataclass(frozen=True)
class Slow:
    """How many whole days an activity took on average, of those that were done."""

    blueprint: int
    code: str
    title: str
    journey: str
    done: int
    days: int


def by_month(desk: Desk, at: datetime) -> list[Month]:
    """The newest first; months without a journey are left out. One query."""
    found = needed_on_day_one(desk, at).annotate(month=TruncMonth("journey__key_on")).values_list("month")
    counted = found.annotate(
        journeys=Count("journey", distinct=True),
        late=Count("journey", distinct=True, filter=_LATE),
        needed=Count("pk"),
        in_time=Count("pk", filter=IN_TIME),
    )
    rows = counted.order_by("-month")
    return [Month(first, all_, all_ - late, needed, in_time) for first, all_, late, needed, in_time in rows]


def needed_on_day_one(desk: Desk, at: datetime) -> ActivityQuerySet:
    """What counts for the months, without an order."""
    rows = Activity.objects.of(desk.pk).filter(
        is_day_one=True,
        journey__key_on__gte=first_day(at),
        journey__key_at__lte=at,
        journey__outcome__in=(Outcome.NONE, Outcome.DONE),
    )
    return _typed(rows.exclude(state__in=(State.SKIPPED, State.CANCELLED)).order_by())


def slowest(desk: Desk, at: datetime) -> list[Slow]:
    """Those that took longest on average. Two queries."""
    found = finished(desk, at).values_list("journey__blueprint_id", "code")
    rows = list(found.annotate(done=Count("pk"), took=Avg(_TOOK)).order_by("-took", "code")[:SLOWEST])
    plans = _plans(desk, {blueprint for blueprint, *_rest in rows})
    told = []
    for blueprint, code, done, took in rows:
        name, titles = plans[blueprint]
        told.append(Slow(blueprint, code, titles.get(code, code), name, done, took // _DAY))
    return told


def finished(desk: Desk, at: datetime) -> ActivityQuerySet:
    """What was done in journeys of the last months, with how long it took, without an order."""
    rows = Activity.objects.of(desk.pk).filter(
        state=State.DONE, journey__key_on__gte=first_day(at), begun_at__isnull=False, ended_at__gte=F("begun_at")
    )
    return _typed(rows.annotate(took=_TOOK).order_by())


def first_day(at: datetime) -> date:
    """The first day that counts."""
    months = at.year * 12 + at.month - MONTHS
    return date(months // 12, months % 12 + 1, 1)


def _plans(desk: Desk, wanted: set[int]) -> Mapping[int, tuple[str, Mapping[str, str]]]:
    """Names of journeys with the titles of their activities, as they are now."""
    rows = Blueprint.objects.within(desk).filter(pk__in=wanted)
    return {one.pk: (one.name, {two.code: two.title for two in _steps(one.in_use)}) for one in rows}


def _steps(in_use: Any) -> Any:
    return Definition.read(in_use or {}).steps


def _typed(rows: Any) -> ActivityQuerySet:
    found: ActivityQuerySet = rows
    return found
