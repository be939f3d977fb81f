"""The time of a desk: sums over a period, and a file of all entries."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from deskhand.accounts import glass
from deskhand.accounts.models import Desk
from deskhand.modules.time import export, sums
from deskhand.modules.time.access import running_timer
from deskhand.modules.time.durations import WORDS
from deskhand.modules.time.entries import described
from deskhand.modules.time.forms import PeriodForm, this_month
from deskhand.modules.time.models import Entry
from deskhand.modules.time.sums import ROW_LIMIT, Period
from deskhand.tickets import access
from deskhand.tickets.context import actor_of, desk_of, workspace
from deskhand.web.gates import gate


@gate("desk:time.read", sample="desk")
@require_GET
def report(request: HttpRequest, desk: str) -> HttpResponse:
    """Sums of a period. Agents see their own time, those who may report that of everybody."""
    here = desk_of(request, desk)
    form = PeriodForm.asked(request.GET)
    if not form.is_valid():
        return _page(request, here, form, status=422)
    period, by = form.cleaned_data["period"], form.cleaned_data["by"] or "person"
    entries = sums.of_period(_reported(request, here), period)
    rows = sums.rows_by(entries, by)
    given = {"period": period, "by": by, "total": sums.total(entries), "rows": rows[:ROW_LIMIT]}
    given |= {"has_more": len(rows) > ROW_LIMIT, "row_limit": ROW_LIMIT}
    return _page(request, here, form, **given)


@gate("desk:time.read", sample="desk")
@require_GET
def file(request: HttpRequest, desk: str) -> HttpResponseBase:
    """Every entry of the period as CSV, written while it is read."""
    here = desk_of(request, desk)
    form = PeriodForm.asked(request.GET)
    if not form.is_valid():
        return _page(request, here, form, status=422)
    access.need_no_glass(actor_of(request), here.pk)
    period: Period = form.cleaned_data["period"]
    entries = sums.of_period(_reported(request, here), period)
    if entries.count() > export.EXPORT_LIMIT:
        words = _("A file has at most %(limit)s entries. Choose a shorter period.") % {"limit": export.EXPORT_LIMIT}
        form.add_error("ends", words)
        return _page(request, here, form, status=422)
    response = StreamingHttpResponse(export.lines(entries), content_type="text/csv; charset=utf-8")
    name = f"time-{here.key}-{period.first.isoformat()}-{period.last.isoformat()}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _reported(request: HttpRequest, desk: Desk) -> Any:
    return Entry.objects.reported_to(actor_of(request)).filter(desk=desk)


def _page(request: HttpRequest, desk: Desk, form: PeriodForm, *, status: int = 200, **given: Any) -> HttpResponse:
    actor = actor_of(request)
    running = running_timer(actor)
    period, by = given.get("period"), given.get("by", "person")
    may_take = period is not None and not glass.reads_through(actor, desk.pk)
    shown: dict[str, Any] = {
        **WORDS,
        "form": form,
        "asked": {"from": form["begins"].value(), "to": form["ends"].value()},
        "sees_all": actor.may("time.report", desk.pk),
        "may_edit": actor.may("time.activities", desk.pk),
        "running": described(running) if running else None,
        "groups": [_group(desk, period, one, by) for one in _groups()] if period else [],
        "periods": [_preset(desk, by, words, *days, period=period) for words, days in _presets()],
        "file_url": _address("time:export", desk, period, by) if may_take else "",
        "titles": dict(_groups()),
    }
    frame = workspace(request, section="time", desk=desk)
    return render(request, "time/report.html", {**frame, **shown, **given}, status=status)


def _groups() -> list[tuple[str, str]]:
    return [
        ("person", _("Person")),
        ("day", _("Day")),
        ("activity", _("Activity")),
        ("billable", _("Billable")),
        ("organization", _("Organization")),
        ("ticket", _("Ticket")),
    ]


def _presets() -> list[tuple[str, tuple[date, date]]]:
    today = timezone.localdate()
    first, _today = this_month(today)
    before = first - timedelta(days=1)
    return [
        (_("This week"), (today - timedelta(days=today.weekday()), today)),
        (_("This month"), (first, today)),
        (_("Last month"), (before.replace(day=1), before)),
    ]


def _preset(desk: Desk, by: str, words: str, first: date, last: date, *, period: Period | None) -> dict[str, Any]:
    found = Period(first, last)
    return {"label": words, "url": _address("time:report", desk, found, by), "is_current": period == found}


def _group(desk: Desk, period: Period | None, group: tuple[str, str], by: str) -> dict[str, Any]:
    return {"label": group[1], "url": _address("time:report", desk, period, group[0]), "is_current": group[0] == by}


def _address(name: str, desk: Desk, period: Period | None, by: str) -> str:
    days = {"from": period.first.isoformat(), "to": period.last.isoformat()} if period else {}
    return f"{reverse(name, args=[desk.key])}?{urlencode({**days, 'by': by})}"
