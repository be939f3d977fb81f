"""Ready-made policies to begin with: what the form is filled in with. Nothing is saved until somebody says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

HOUR, DAY = 3_600, 86_400


@dataclass(frozen=True)
class Start:
    """A policy to begin with. ``said`` is what :func:`deskhand.modules.sla.terms.read` takes."""

    key: str
    name: str | Promise
    detail: str | Promise
    said: dict[str, Any]


def _goals(**hours: float) -> dict[str, Any]:
    return {word: {"seconds": count * HOUR} for word, count in hours.items()}


def _warned(percent: float, *who: str) -> dict[str, Any]:
    return {"percent": percent, "steps": [{"step": "notify", "who": one} for one in who]}


_FIRST = {
    "metric": "first_response",
    "is_promised": True,
    "goals": _goals(any=8, urgent=1, high=4),
    "milestones": [_warned(75, "assignee", "team")],
}
_RESOLVE = {
    "metric": "time_to_resolve",
    "is_promised": True,
    "goals": _goals(any=40, urgent=8, high=16),
    "milestones": [_warned(75, "assignee"), {"steps": [{"step": "notify", "who": "leads"}]}],
}

STARTS = (
    Start(
        "standard",
        _("Standard help desk"),
        _("A first answer within 8 open hours and a solution within 40; faster if it is urgent or high."),
        {"targets": [_FIRST, _RESOLVE]},
    ),
    Start(
        "answers",
        _("Answers only"),
        _("The first and each further answer within 8 open hours. Nothing is said of the solution."),
        {"targets": [_FIRST | {"goals": _goals(any=8)}, {"metric": "next_response", "goals": _goals(any=8)}]},
    ),
    Start(
        "next_day",
        _("By the end of the next business day"),
        _("Answered by 17:00 on the next business day, whenever it came."),
        {"targets": [{"metric": "first_response", "is_promised": True, "goals": {"any": {"days": 1, "by": "17:00"}}}]},
    ),
    Start(
        "around_the_clock",
        _("Around the clock for what is urgent"),
        _("Urgent tickets are answered and solved fast, day and night, whatever the calendar says."),
        {
            "query": "priority:urgent",
            "calendar": {"of": "always"},
            "targets": [
                _FIRST | {"goals": _goals(any=0.5), "milestones": [_warned(50, "assignee", "team")]},
                _RESOLVE | {"goals": _goals(any=4)},
            ],
        },
    ),
    Start(
        "hop",
        _("Each team takes up what it gets"),
        _("Between teams: somebody has the ticket within 2 open hours after a team got it, and it goes on within 16."),
        {
            "level": "ola",
            "calendar": {"of": "team"},
            "targets": [
                {"metric": "time_to_own", "goals": _goals(any=2), "milestones": [_warned(100, "team")]},
                {"metric": "time_to_resolve", "goals": _goals(any=16), "milestones": [_warned(75, "team")]},
            ],
        },
    ),
    Start(
        "supplier",
        _("While it is at a supplier"),
        _("Tickets at a team of the tier “vendor” come back within 16 open hours."),
        {
            "level": "uc",
            "query": "tier:vendor",
            "targets": [{"metric": "time_to_resolve", "goals": _goals(any=16)}],
        },
    ),
)
"""What is offered, by level."""


def start_of(key: str) -> Start | None:
    """The one of that key."""
    return next((one for one in STARTS if one.key == key), None)
