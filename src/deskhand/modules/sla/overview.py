"""How a desk stands with its promises at this moment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from deskhand.kernel import clock
from deskhand.modules.sla import compliance, forecast, months
from deskhand.modules.sla.compliance import Figures
from deskhand.modules.sla.forecast import Risk
from deskhand.modules.sla.models import Agreement, Clock, Level, Standing, Waiver, WaiverState
from deskhand.modules.sla.months import Month

SHOWN = 20
"""Promises of each list on the overview, the most urgent first; the figures count all."""


@dataclass(frozen=True)
class Overview:
    """Tickets by their next promise (``overdue``, ``soon``, ``paused``), promises that will be late at the pace of the
    queue (``risks``), requests that wait for a second person (``waiting``), the figures of this month, and agreements
    of which the last days for a notice have begun (``ending``)."""

    at: datetime
    month: Month
    figures: Figures
    overdue: int
    soon: int
    paused: int
    waiting: int
    risks: Sequence[Risk]
    late: Sequence[Any]
    next_due: Sequence[Any]
    ending: Sequence[Agreement]


def overview_of(desk_id: int) -> Overview:
    """About a dozen queries, whatever the number of tickets."""
    now, month = clock.now(), months.month_of(desk_id, months.today(desk_id))
    live = Standing.objects.within(desk_id).filter(ticket__is_spam=False, ticket__deleted_at=None)
    rows = compliance.counting(desk_id, month.start, month.end).filter(level=Level.SLA)
    running = Clock.objects.within(desk_id).open().filter(ticket__is_spam=False, ticket__deleted_at=None)
    running = running.select_related("ticket", "version").order_by("due_at", "pk")
    waivers = Waiver.objects.within(desk_id).filter(state=WaiverState.ASKED, ticket__desk_id=desk_id)
    return Overview(
        at=now,
        month=month,
        figures=compliance.figures(rows, month.end),
        overdue=live.filter(next_due_at__lt=now).count(),
        soon=live.filter(next_due_at__gte=now, soon_at__lte=now).count(),
        paused=live.filter(is_paused=True).count(),
        waiting=waivers.filter(ticket__is_spam=False, ticket__deleted_at=None).count(),
        risks=forecast.at_risk(desk_id, now),
        late=list(running.filter(due_at__lt=now)[:SHOWN]),
        next_due=list(running.filter(due_at__gte=now, soon_at__lte=now)[:SHOWN]),
        ending=ending_on(desk_id),
    )


def ending_on(desk_id: int) -> list[Agreement]:
    """Agreements of which the last days for a notice have begun, what ends first at first."""
    today = months.today(desk_id)
    rows = Agreement.objects.within(desk_id).ending(today).select_related("organization", "team")
    return [one for one in rows.order_by("ends_on", "pk") if one.ends_soon(today)]
