"""Which cases need to be kept no more, or not much longer. Nothing is deleted by that: people look at the list."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from deskhand.kernel import clock
from deskhand.modules.cases.models import CaseClass

AHEAD = timedelta(days=14)
"""How long before its day a case is listed among those that are kept no longer."""


def today() -> date:
    """In the time zone of whoever reads."""
    return timezone.localdate(clock.now())


def kept_no_longer(files: Any, desk_ids: Collection[int]) -> Any:
    """Of case files on these desks those whose day is over, or is within :data:`AHEAD`. One query for the classes."""
    until = today() + AHEAD
    months = CaseClass.objects.within(list(desk_ids)).filter(keep_months__gt=0).values_list("keep_months", flat=True)
    wanted = Q(pk__in=[])
    for count in sorted(set(months.order_by())):
        wanted |= Q(case_class__keep_months=count, ended__lt=_midnight_after(last_end(until, count)))
    return files.annotate(ended=Coalesce("ticket__closed_at", "ticket__resolved_at")).filter(wanted)


def last_end(until: date, months: int) -> date:
    """The last day on which a case ended that is kept so many months and no longer than ``until``."""
    found = until - relativedelta(months=months)
    is_last_of_month = (until + timedelta(days=1)).day == 1
    return found + relativedelta(day=31) if is_last_of_month else found


def _midnight_after(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
