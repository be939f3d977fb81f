"""Measures and gaps for programs: the same numbers as the pages."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction
from typing import Any

from deskhand.api.bearers import ApiRequest
from deskhand.api.routing import route
from deskhand.api.schemas import DeskPath, RowId
from deskhand.modules.knowledge import gaps, measuring, trends
from deskhand.modules.knowledge.actions import gaps as actions
from deskhand.modules.knowledge.api.doors import OF_DESK, ON_DESK, desk_read
from deskhand.modules.knowledge.api.measure_schemas import (
    GAP,
    GAPS,
    MEASURES,
    TRENDS,
    First,
    Last,
    NewDecision,
    ShownDecisions,
    ShownGap,
    ShownGaps,
    ShownMeasures,
    ShownTrends,
    Steps,
)
from deskhand.modules.knowledge.api.router import router
from deskhand.modules.knowledge.measures import Measures, measures_of
from deskhand.modules.knowledge.models import Gap

SHARE_DIGITS = 4
"""Digits of a share of 1."""

SHARES = (
    "link_rate",
    "reuse",
    "modify_rate",
    "score",
    "deflection_confirmed",
    "deflection",
    "without_result",
    "helpful",
)
PUT_AWAY = {"kind": "search", "key": "canteen menu", "reason": "Not our desk."}


@route(router, "GET", "/desks/{desk}/measures", **OF_DESK, returns=ShownMeasures, example=MEASURES)
def get_measures(request: ApiRequest, desk: DeskPath, first: First = None, last: Last = None) -> dict[str, Any]:
    """Read how much articles help.

    Of a period of days in the desk's time zone; the last 30 days, unless said. Only what you may read is counted, and
    nothing is told of single people.
    """
    here = desk_read(request.actor, desk, "knowledge.measure")
    said = {"from": first.isoformat() if first else "", "to": last.isoformat() if last else ""}
    return _written(measures_of(request.actor, here, measuring.read(here.pk, said)))


@route(router, "GET", "/desks/{desk}/measures/over-time", **OF_DESK, returns=ShownTrends, example=TRENDS)
def get_measures_over_time(request: ApiRequest, desk: DeskPath, by: Steps = "weeks") -> dict[str, Any]:
    """Read the same over time.

    Of the last 12 weeks, of which the last ends today, or of 12 months with the one that is not over.
    """
    here = desk_read(request.actor, desk, "knowledge.measure")
    spans = measuring.months(here.pk) if by == "months" else measuring.weeks(here.pk)
    return {"items": [_stretch(one) for one in trends.measures_over(request.actor, here, spans)]}


@route(router, "GET", "/desks/{desk}/gaps", **OF_DESK, returns=ShownGaps, example=GAPS)
def list_gaps(request: ApiRequest, desk: DeskPath) -> dict[str, Any]:
    """List what is to be written.

    Searches of the last 90 days that found nothing, and tickets that ask the same without an article.
    """
    here = desk_read(request.actor, desk)
    asking = gaps.clusters_of(request.actor, here)
    tickets = [
        {"key": one.key, "title": one.title, "count": one.count, "last_at": one.last_at}
        | {"tickets": [number for number, _subject in one.examples]}
        for one in asking
    ]
    names = ("key", "words", "count", "last_at", "places", "languages")
    searches = [{name: getattr(one, name) for name in names} for one in gaps.searches(here)]
    return {"searches": searches, "tickets": tickets}


@route(router, "GET", "/desks/{desk}/gaps/decided", **OF_DESK, returns=ShownDecisions, example={"items": [GAP]})
def list_decided_gaps(request: ApiRequest, desk: DeskPath) -> dict[str, Any]:
    """List gaps that are off the list.

    Those that were put away, written or answered: the newest 100.
    """
    return {"items": [_shown(one) for one in gaps.decided(request.actor, desk_read(request.actor, desk))]}


@route(
    router, "POST", "/desks/{desk}/gaps", **ON_DESK, returns=ShownGap, status=201, example=GAP, body_example=PUT_AWAY
)
def put_gap_away(request: ApiRequest, desk: DeskPath, new: NewDecision) -> dict[str, Any]:
    """Put a gap away.

    Nothing is to be written about it; say why. For those who write articles.
    """
    here = desk_read(request.actor, desk)
    said = {"kind": new.kind, "key": new.key, "reason": new.reason}
    known = gaps.tickets_of(request.actor, here, new.kind, new.key)
    return _shown(actions.put_away(actor=request.actor, desk=here, **said, tickets=known))


@route(router, "DELETE", "/desks/{desk}/gaps/{id}", **ON_DESK, status=204)
def take_gap_out(request: ApiRequest, desk: DeskPath, id: RowId) -> None:  # noqa: A002 (its name in the address)
    """Take a gap out again.

    It stands among what is to be written as before.
    """
    row = gaps.decided_one(request.actor, desk_read(request.actor, desk), id)
    actions.take_out(actor=request.actor, gap=row)


def _shown(one: Gap) -> dict[str, Any]:
    names = ("kind", "key", "state", "reason", "at")
    return {"id": one.pk, "article": one.article_id, **{name: getattr(one, name) for name in names}}


def _written(found: Measures) -> dict[str, Any]:
    shelves = [
        {"shelf": one.shelf.pk if one.shelf else None, "name": one.shelf.name if one.shelf else ""}
        | {name: getattr(one, name) for name in ("articles", "uses", "spared", "helped", "judged")}
        for one in found.shelves
    ]
    return {
        **_stretch(found),
        "counts": found.counts,
        "publish_p90_hours": _hours(found.most),
        "shelves": shelves,
    }


def _stretch(found: Measures) -> dict[str, Any]:
    return {
        "first": found.span.first,
        "last": found.span.last,
        **{name: _share(getattr(found, name)) for name in SHARES},
        "publish_median_hours": _hours(found.median),
    }


def _share(value: Fraction | None) -> float | None:
    return None if value is None else round(float(value), SHARE_DIGITS)


def _hours(length: timedelta | None) -> float | None:
    return None if length is None else round(length.total_seconds() / 3600, 1)
