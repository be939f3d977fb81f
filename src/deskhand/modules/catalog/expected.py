"""When an item will be there: from what it took before, else what is promised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from math import ceil

from deskhand.calendars import business_days
from deskhand.calendars.queries import calendar_for
from deskhand.modules.catalog import limits
from deskhand.modules.catalog.models import LineState, OrderLine


@dataclass(frozen=True)
class Took:
    """Working days: half of the deliveries took at most ``usual``, eight of ten at most ``most``."""

    usual: int
    most: int
    is_measured: bool


def took(item_ids: Iterable[int], promised: Mapping[int, int | None]) -> dict[int, Took]:
    """How long each item takes; nothing for those of which nothing is known. One query."""
    rows = OrderLine.objects.beyond_walls("only how long deliveries of items took, which the asker may order")
    rows = rows.filter(item_id__in=list(item_ids), state=LineState.DELIVERED, took_days__isnull=False)
    days: dict[int, list[int]] = {}
    for item, length in rows.order_by("-ended_at").values_list("item_id", "took_days"):
        if len(days.setdefault(item, [])) < limits.HISTORY_LINES:
            days[item].append(length)
    found = {
        item: _measured(sorted(all_of_it)) for item, all_of_it in days.items() if len(all_of_it) >= limits.ENOUGH_LINES
    }
    rest = {pk: Took(length, length, False) for pk, length in promised.items() if length is not None}
    return {**rest, **found}


def day_for(line: OrderLine, start: datetime) -> date | None:
    """The day by which a line that began then should be there: what eight of ten before it took."""
    known = took([line.item_id], {line.item_id: line.item.days}).get(line.item_id)
    if known is None:
        return line.wanted_on
    calendar = calendar_for(desk_id=line.desk_id, team_id=line.item.team_id)
    return business_days.after(calendar, start, known.most).astimezone(calendar.zone_info).date()


def _measured(days: list[int]) -> Took:
    return Took(days[ceil(len(days) * 0.5) - 1], days[ceil(len(days) * 0.8) - 1], True)
