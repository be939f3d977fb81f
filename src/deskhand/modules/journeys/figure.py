"""How often people were ready on day one: the figure on the page of journeys.

Of the last :data:`DAYS` days count all journeys whose key date has begun and that were not cancelled or withdrawn. An
activity that is needed on day one counts unless it turned out not to be needed. It was in time if it was done before
the key date began on the desk that runs the journey. The percentage is what was in time, of all that was needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q

from deskhand.accounts.models import Desk
from deskhand.modules.journeys.models import Activity, Outcome, State

DAYS = 90
"""So many days back the figure looks."""

IN_TIME = Q(state=State.DONE, ended_at__lte=F("journey__key_at"))


@dataclass(frozen=True)
class OfDesk:
    """What one desk did in time; ``desk`` is empty for what the employee or the manager does."""

    desk: str
    needed: int
    in_time: int

    @property
    def late(self) -> int:
        return self.needed - self.in_time


@dataclass(frozen=True)
class Ready:
    """The figure. ``whole`` are the journeys of which everything was in time."""

    journeys: int
    whole: int
    needed: int
    in_time: int
    by_desk: tuple[OfDesk, ...]

    @property
    def percent(self) -> int:
        """Rounded down, so that 100 means all."""
        return self.in_time * 100 // self.needed if self.needed else 0


def ready(desk: Desk, at: datetime) -> Ready:
    """The figure of a desk. Three queries, however many journeys there are."""
    rows = Activity.objects.of(desk.pk).filter(
        is_day_one=True,
        journey__key_at__gt=at - timedelta(days=DAYS),
        journey__key_at__lte=at,
        journey__outcome__in=(Outcome.NONE, Outcome.DONE),
    )
    rows = rows.exclude(state__in=(State.SKIPPED, State.CANCELLED)).order_by()
    found = rows.values_list("desk__name").annotate(needed=Count("pk"), in_time=Count("pk", filter=IN_TIME))
    by_desk = tuple(OfDesk(name or "", needed, in_time) for name, needed, in_time in found.order_by("desk__name"))
    journeys = rows.aggregate(n=Count("journey", distinct=True))["n"]
    late = rows.exclude(IN_TIME).aggregate(n=Count("journey", distinct=True))["n"]
    needed, in_time = sum(one.needed for one in by_desk), sum(one.in_time for one in by_desk)
    return Ready(journeys, journeys - late, needed, in_time, by_desk)
