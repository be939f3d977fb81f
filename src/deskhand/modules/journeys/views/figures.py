"""What has happened in a journey, and the figures of a desk's journeys with the records behind each."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from deskhand.accounts.models import Desk
from deskhand.kernel import clock
from deskhand.modules.journeys import access, figures, past
from deskhand.modules.journeys.definition import Definition
from deskhand.modules.journeys.models import Activity, State
from deskhand.modules.journeys.querysets import MODULE
from deskhand.tickets.context import actor_of, desk_of, workspace
from deskhand.web.gates import gate

PAGE = 50
"""Lines of a history, or records of a figure, at once."""

_DAY = timedelta(days=1)


@gate("desk:journeys.read", sample="desk")
@require_safe
def history(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Who did what when, the newest first."""
    here = desk_of(request, desk)
    journey = access.journey_for(actor_of(request), pk, desk_id=here.pk)
    rows = Paginator(past.facts_of(journey), PAGE).get_page(request.GET.get("page"))
    given = {"journey": journey, "rows": rows, "lines": past.told(journey, list(rows.object_list))}
    return render(request, "journeys/history.html", workspace(request, section=MODULE, desk=here) | given)


@gate("desk:journeys.read", sample="desk")
@require_safe
def show(request: HttpRequest, desk: str) -> HttpResponse:
    """Ready on day one by month, and what takes longest."""
    here, at = desk_of(request, desk), clock.now()
    given = {"months": figures.by_month(here, at), "slowest": figures.slowest(here, at), "span": figures.MONTHS}
    return render(request, "journeys/figures.html", workspace(request, section=MODULE, desk=here) | given)


@gate("desk:journeys.read", sample="desk")
@require_safe
def records(request: HttpRequest, desk: str) -> HttpResponse:
    """The activities behind a figure: of a ``month``, or those of a ``code`` of a ``blueprint``."""
    here = desk_of(request, desk)
    code, month = request.GET.get("code", ""), _month(request.GET.get("month", ""))
    rows = _slow(request, here, code) if code else _of_month(here, month)
    rows = rows.select_related("journey", "desk")
    shown = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    lines = [_line(one) for one in shown.object_list]
    given: dict[str, Any] = {
        "rows": shown,
        "lines": lines,
        "called": "" if code else date_format(month, "YEAR_MONTH_FORMAT"),
        "query": query.urlencode(),
    }
    return render(request, "journeys/records.html", workspace(request, section=MODULE, desk=here) | given)


def _of_month(here: Desk, month: date) -> Any:
    rows = figures.needed_on_day_one(here, clock.now())
    found = rows.filter(journey__key_on__year=month.year, journey__key_on__month=month.month)
    return found.order_by("journey__key_on", "journey_id", "pk")


def _slow(request: HttpRequest, here: Desk, code: str) -> Any:
    typed = request.GET.get("blueprint", "")
    blueprint = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 16 else 0
    rows: Any = figures.finished(here, clock.now()).filter(code=code[:60], journey__blueprint_id=blueprint)
    return rows.order_by("-took", "pk")


def _line(row: Activity) -> dict[str, Any]:
    steps = {one.code: one.title for one in Definition.read(row.journey.definition).steps}
    ended = row.ended_at if row.state == State.DONE else None
    took = ended - row.begun_at if ended is not None and row.begun_at is not None else None
    return {
        "row": row,
        "title": steps.get(row.code, row.code),
        "in_time": ended is not None and ended <= row.journey.key_at,
        "days": max(took // _DAY, 0) if took is not None else None,
    }


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return clock.now().date().replace(day=1)
