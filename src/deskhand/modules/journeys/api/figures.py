"""Ready on day one, by month as well, and what takes longest, as the pages tell them."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from deskhand.api.answers import Answer
from deskhand.api.bearers import ApiRequest
from deskhand.api.routing import route
from deskhand.api.schemas import DeskPath
from deskhand.kernel import clock
from deskhand.modules.journeys import access, figures
from deskhand.modules.journeys.api.router import READS, router
from deskhand.modules.journeys.figure import DAYS, Ready, ready


class ReadyCounts(Answer):
    """Ready on day one, of some journeys."""

    journeys: int
    whole: Annotated[int, Field(description="Journeys in which everything was in time.")]
    needed: Annotated[int, Field(description="Activities that were needed on day one.")]
    in_time: int
    percent: Annotated[int, Field(description="`in_time` of `needed`, rounded down.")]


class ShownReadiness(ReadyCounts):
    """Ready on day one, of those whose day has begun within so many `days`."""

    days: int


class ShownJourneyMonth(ReadyCounts):
    """Ready on day one, of those whose day lies in a month."""

    month: Annotated[str, Field(description="`2026-11`.")]


class ShownSlowActivity(Answer):
    """An activity that takes long."""

    blueprint: int
    name: Annotated[str, Field(description="Name of the journeys in which it stands.")]
    activity: Annotated[str, Field(description="Its code.")]
    title: str
    done: Annotated[int, Field(description="How often it was done.")]
    days: Annotated[int, Field(description="Whole days from when it began to when it was done, on average.")]


class ShownJourneyFigures(Answer):
    """Figures of a desk's journeys over twelve months."""

    months: Annotated[list[ShownJourneyMonth], Field(description="The newest first; months without a journey miss.")]
    slowest: Annotated[list[ShownSlowActivity], Field(description="At most ten, the slowest first.")]


COUNTS = {"journeys": 23, "whole": 19, "needed": 92, "in_time": 80, "percent": 86}
READY: dict[str, Any] = {"days": 90, **COUNTS}
FIGURES: dict[str, Any] = {
    "months": [{"month": "2026-11", **COUNTS}],
    "slowest": [
        {"blueprint": 3, "name": "Your start with us", "activity": "laptop", "title": "Laptop", "done": 9, "days": 6}
    ],
}


@route(router, "GET", "/desks/{desk}/ready-on-day-one", **READS, returns=ShownReadiness, example=READY)
def get_ready_on_day_one(request: ApiRequest, desk: DeskPath) -> dict[str, Any]:
    """Read the figure “Ready on day one”.

    Of journeys whose day has begun within the last 90 days.
    """
    return {"days": DAYS, **_counts(ready(access.desk_for(request.actor, desk), clock.now()))}


@route(router, "GET", "/desks/{desk}/journey-figures", **READS, returns=ShownJourneyFigures, example=FIGURES)
def get_journey_figures(request: ApiRequest, desk: DeskPath) -> dict[str, Any]:
    """Read the figures of a desk's journeys.

    Ready on day one by month, and what takes longest, over twelve months.
    """
    here, at = access.desk_for(request.actor, desk), clock.now()
    return {
        "months": [{"month": f"{one.first:%Y-%m}", **_counts(one)} for one in figures.by_month(here, at)],
        "slowest": [_slow(one) for one in figures.slowest(here, at)],
    }


def _counts(one: Ready | figures.Month) -> dict[str, Any]:
    return {
        "journeys": one.journeys,
        "whole": one.whole,
        "needed": one.needed,
        "in_time": one.in_time,
        "percent": one.percent,
    }


def _slow(one: figures.Slow) -> dict[str, Any]:
    return {
        "blueprint": one.blueprint,
        "name": one.journey,
        "activity": one.code,
        "title": one.title,
        "done": one.done,
        "days": one.days,
    }
