"""The figures of a desk: what was opened and resolved each day and what stayed open, by team and by agent.

Days are those of the reader's zone. Opened counts tickets by their first instant, resolved by the last time that they
were resolved; open at a day's end is counted back from now with both. Spam and the bin do not count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Q
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone

from deskhand.accounts.models import Person, Team
from deskhand.kernel import clock
from deskhand.tickets.models import Category, Ticket
from deskhand.tickets.querysets import UNFINISHED

PERIODS = (14, 30, 90)
"""Days that an overview can look back."""

GRID_LINES = 4
"""Most lines behind a chart, and so the steps of its scale."""


@dataclass(frozen=True)
class DayFigures:
    """One day: tickets opened, resolved, and open at its end (for today: now)."""

    day: date
    opened: int
    resolved: int
    open: int


@dataclass(frozen=True)
class Share:
    """One team or agent: open now, opened and resolved in the period. ``query`` finds the open ones."""

    id: int | None
    name: str
    code: str
    open: int
    opened: int
    resolved: int


@dataclass
class Overview:
    """All figures of a period."""

    days: list[DayFigures]
    teams: list[Share] = field(default_factory=list)
    agents: list[Share] = field(default_factory=list)

    @property
    def opened(self) -> int:
        return sum(one.opened for one in self.days)

    @property
    def resolved(self) -> int:
        return sum(one.resolved for one in self.days)

    @property
    def open(self) -> int:
        return self.days[-1].open


def overview(desk_id: int, days: int) -> Overview:
    """The figures of the last days, today included. Seven queries, each over an index of the desk."""
    today = timezone.localdate(clock.now())
    first = today - timedelta(days=days - 1)
    since = datetime.combine(first, time.min, tzinfo=timezone.get_current_timezone())
    listed = Ticket.objects.within(desk_id).listed()
    opened = _by_day(listed.filter(created_at__gte=since), "created_at")
    ended = _by_day(
        _ended(listed).filter(Q(resolved_at__gte=since) | Q(resolved_at=None, closed_at__gte=since)), "ended"
    )
    resolved = _by_day(listed.filter(resolved_at__gte=since), "resolved_at")
    still = listed.unfinished().count()
    return Overview(
        days=_counted_back(first, days, opened, resolved, ended, still),
        teams=_shares(listed, since, "team_id", _team_names(desk_id)),
        agents=_shares(listed, since, "assignee_id", _agent_names(listed, since)),
    )


def scale(highest: int) -> tuple[int, list[int]]:
    """The top of a chart's scale and the values of its lines: round numbers, at most GRID_LINES above zero."""
    step = 1
    while step * GRID_LINES < highest:
        step = step * 5 // 2 if str(step).startswith("2") else step * 2
    lines = list(range(0, max(highest, 1) + step, step))
    return lines[-1], lines


def _ended(listed: Any) -> Any:

    return listed.filter(category__in=(Category.RESOLVED, Category.CLOSED, Category.CANCELLED)).annotate(
        ended=Coalesce("resolved_at", "closed_at")
    )


def _by_day(found: Any, column: str) -> Counter[date]:
    zone = timezone.get_current_timezone()
    rows = found.order_by().annotate(on=TruncDate(column, tzinfo=zone)).values_list("on").annotate(n=Count("pk"))
    return Counter(dict(rows))


def _counted_back(
    first: date, days: int, opened: Counter[date], resolved: Counter[date], ended: Counter[date], still: int
) -> list[DayFigures]:
    figures: list[DayFigures] = []
    for ago in range(days):
        day = first + timedelta(days=days - 1 - ago)
        figures.append(DayFigures(day, opened[day], resolved[day], max(still, 0)))
        still -= opened[day] - ended[day]
    return figures[::-1]


def _shares(listed: Any, since: datetime, column: str, names: dict[int, tuple[str, str]]) -> list[Share]:
    """Figures by team or agent, the most open first; nobody's come last."""
    counts = (
        listed.filter(Q(category__in=UNFINISHED) | Q(created_at__gte=since) | Q(resolved_at__gte=since))
        .order_by()
        .values_list(column)
        .annotate(
            open=Count("pk", filter=Q(category__in=UNFINISHED)),
            opened=Count("pk", filter=Q(created_at__gte=since)),
            resolved=Count("pk", filter=Q(resolved_at__gte=since)),
        )
    )
    shares = [Share(pk, *names.get(pk, ("", "")), *numbers) for pk, *numbers in counts]
    return sorted(shares, key=lambda one: (one.id is None, -one.open, -one.resolved, one.name.casefold()))


def _team_names(desk_id: int) -> dict[int, tuple[str, str]]:
    return {pk: (name, name) for pk, name in Team.objects.within(desk_id).values_list("pk", "name")}


def _agent_names(listed: Any, since: datetime) -> dict[int, tuple[str, str]]:
    holding = listed.filter(Q(category__in=UNFINISHED) | Q(created_at__gte=since) | Q(resolved_at__gte=since))
    people = Person.objects.filter(pk__in=holding.order_by().values("assignee_id"))
    return {pk: (name, email or name) for pk, name, email in people.values_list("pk", "name", "email")}


def chart(days: Sequence[DayFigures], names: Sequence[str], *, width: int = 900, height: int = 180) -> dict[str, Any]:
    """Where the marks of a chart of these figures stand, in its own units: bars beside each other for two figures, a
    line for one. The left 32 units hold the scale, the lowest 20 the days."""
    top, lines = scale(max((getattr(one, name) for one in days for name in names), default=0))
    left, floor, room = 32, height - 20, height - 30
    step = (width - left) / len(days)

    def up(value: int) -> float:
        return round(floor - value * room / top, 1)

    every = max(1, round(len(days) / 7))
    return {
        "width": width,
        "height": height,
        "floor": floor,
        "grid": [{"value": value, "y": up(value)} for value in lines],
        "days": [
            {"day": one.day, "x": round(left + step * (at + 0.5), 1)} for at, one in enumerate(days) if at % every == 0
        ],
        "bars": [
            {
                "x": round(left + step * at + step * (0.12 + 0.4 * place), 1),
                "y": up(getattr(one, name)),
                "width": round(max(step * 0.36, 1), 1),
                "height": round(floor - up(getattr(one, name)), 1),
                "name": name,
            }
            for at, one in enumerate(days)
            for place, name in enumerate(names)
        ],
        "line": " ".join(
            f"{round(left + step * (at + 0.5), 1)},{up(getattr(one, names[0]))}" for at, one in enumerate(days)
        ),
    }
