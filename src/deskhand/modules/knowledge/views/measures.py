"""How much articles help: figures, their records, and a file."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from deskhand.accounts.models import Desk
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.modules.knowledge import gaps, measured, measures_page, measuring, trends, trends_page
from deskhand.modules.knowledge.measures import Measures, measures_of
from deskhand.modules.knowledge.measuring import LENGTHS, STEPS, Span
from deskhand.modules.knowledge.models import Article, Asked, Judgement
from deskhand.modules.knowledge.views.frame import page, section_tabs
from deskhand.tickets.context import actor_of, desk_of
from deskhand.web import moments
from deskhand.web.gates import gate

RECORDS_PAGE = 50
"""Records of a figure on one page."""

_MEASURES = gate("desk:knowledge.measure", sample="desk")


@_MEASURES
@require_safe
def index(request: HttpRequest, desk: str) -> HttpResponse:
    """The figures of a period (``days``, or ``from`` and ``to``)."""
    actor, here = actor_of(request), desk_of(request, desk)
    wrong: dict[str, str] = {}
    try:
        span = measuring.read(here.pk, request.GET)
    except Invalid as refusal:
        span, wrong = measuring.read(here.pk, {}), refusal.fields
    found = measures_of(actor, here, span)
    given: dict[str, Any] = {"found": found, "span": span, "groups": measures_page.groups(found, here)}
    given |= {"wrong": wrong, "segments": _segments(here, span), "percent": measures_page.percent}
    given |= {"typed": span.query | {name: request.GET[name] for name in wrong if name in request.GET}}
    given |= {"csv_url": f"{reverse('knowledge:measures_csv', args=[desk])}?{urlencode(span.query)}"}
    tabs = section_tabs(actor, here, "measures")
    return page(request, "knowledge/measures.html", here, status=422 if wrong else 200, tabs=tabs, **given)


@_MEASURES
@require_safe
def over_time(request: HttpRequest, desk: str) -> HttpResponse:
    """The figures of twelve weeks, or months (``by``), as lines."""
    actor, here = actor_of(request), desk_of(request, desk)
    by, spans = _stretches(request, here)
    found = trends_page.trends(trends.measures_over(actor, here, spans), here, _named)
    given: dict[str, Any] = {"trends": found, "by": by, "span": measuring.whole(spans)}
    given |= {"width": trends_page.WIDTH, "height": trends_page.HEIGHT, "edge": trends_page.EDGE}
    labels = {
        "weeks": ngettext("%(num)s week", "%(num)s weeks", STEPS) % {"num": STEPS},
        "months": ngettext("%(num)s month", "%(num)s months", STEPS) % {"num": STEPS},
    }
    given["segments"] = [
        {"label": label, "url": f"{request.path}?by={code}", "is_current": code == by} for code, label in labels.items()
    ]
    given["csv_url"] = f"{reverse('knowledge:measures_over_time_csv', args=[desk])}?by={by}"
    return page(request, "knowledge/trends.html", here, tabs=section_tabs(actor, here, "measures"), **given)


@_MEASURES
@require_safe
def over_time_csv(request: HttpRequest, desk: str) -> HttpResponse:
    """The same for spreadsheets: a line for each stretch."""
    here = desk_of(request, desk)
    by, spans = _stretches(request, here)
    words = trends_page.as_csv(trends.measures_over(actor_of(request), here, spans))
    return _file(words, f"knowledge-{here.key}-{by}-{measuring.whole(spans).last.isoformat()}.csv")


@_MEASURES
@require_safe
def as_csv(request: HttpRequest, desk: str) -> HttpResponse:
    """The same for spreadsheets."""
    here = desk_of(request, desk)
    span = measuring.read(here.pk, request.GET)
    words = measures_page.as_csv(measures_of(actor_of(request), here, span))
    return _file(words, f"knowledge-{here.key}-{span.first.isoformat()}-{span.last.isoformat()}.csv")


@_MEASURES
@require_safe
def records(request: HttpRequest, desk: str, figure: str) -> HttpResponse:
    """What a figure counts, the newest first."""
    actor, here = actor_of(request), desk_of(request, desk)
    if figure not in measured.CODES:
        raise NotFound
    span = measuring.read(here.pk, request.GET)
    leaf = Paginator(_ordered(measured.rows(actor, here, span, figure)), RECORDS_PAGE).get_page(request.GET.get("page"))
    rows = list(leaf.object_list)
    given: dict[str, Any] = {"page": leaf, "lines": measures_page.lines(rows, _titles(rows, here)), "span": span}
    given |= {"heading": measures_page.labels()[figure], "query": urlencode(span.query), "figure": figure}
    tabs = section_tabs(actor, here, "measures")
    return page(request, "knowledge/measures_records.html", here, tabs=tabs, **given)


def _stretches(request: HttpRequest, desk: Desk) -> tuple[str, list[Span]]:
    by = "months" if request.GET.get("by") == "months" else "weeks"
    return by, measuring.months(desk.pk) if by == "months" else measuring.weeks(desk.pk)


def _file(words: str, name: str) -> HttpResponse:
    answer = HttpResponse(words, content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _named(one: Measures) -> str:
    """The days of a stretch, as short as they can be told."""
    return f"{moments.date_words(one.span.first)} – {moments.date_words(one.span.last)}"


def _ordered(rows: Any) -> Any:
    """The newest first, with what a line names."""
    if rows.model is Article:
        return rows.order_by("-changed_at", "-pk")
    named = {"Use": ["ticket"], "Judgement": ["translation"]}.get(rows.model.__name__, [])
    return (rows.select_related(*named) if named else rows).order_by("-at", "-pk")


def _titles(rows: list[Any], desk: Desk) -> dict[int, str]:
    ids = [
        one.pk
        if isinstance(one, Article)
        else one.translation.article_id
        if isinstance(one, Judgement)
        else one.article_id
        for one in rows
        if not isinstance(one, Asked)
    ]
    return gaps.titles(ids, desk)


def _segments(desk: Desk, span: Span) -> list[dict[str, Any]]:
    here = reverse("knowledge:measures", args=[desk.key])
    return [
        {"label": _("%(num)s days") % {"num": days}, "url": f"{here}?days={days}", "is_current": span.days == days}
        for days in LENGTHS
    ]
