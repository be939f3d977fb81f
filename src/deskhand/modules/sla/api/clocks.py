"""The clocks of a ticket, and why they stand where they stand."""

from __future__ import annotations

from typing import Any

from deskhand.api.bearers import ApiRequest
from deskhand.api.routing import route
from deskhand.api.schemas import Number
from deskhand.calendars.windows import written_time
from deskhand.modules.sla import explain_words
from deskhand.modules.sla.api import router
from deskhand.modules.sla.api.clock_schemas import CLOCKS, EXPLAINED, At, ExplainedTicket, ShownClocks
from deskhand.modules.sla.explain import Explained, Stretch, explained
from deskhand.modules.sla.explained_tickets import promised_ticket_for
from deskhand.modules.sla.judging import Judged, judged
from deskhand.modules.sla.readings import Reading, Readings, readings
from deskhand.modules.sla.terms import Goal


@route(
    router,
    "GET",
    "/tickets/{number}",
    gate="scoped",
    sample="ticket",
    returns=ShownClocks,
    refuses=(404,),
    example=CLOCKS,
)
def list_clocks(request: ApiRequest, number: Number, at: At = None) -> dict[str, Any]:
    """List the clocks of a ticket.

    With their ledgers: each interval, what began it and how much of it counted. For those who serve its desk. With
    `at`, as they stood then. All instants are those of the pages.
    """
    found = readings(promised_ticket_for(request.actor, number), at)
    clocks = [_clock(one.clock, found, [_interval(part, found) for part in one.stretches]) for one in _every(found)]
    return {"ticket": number, "at": found.at, "clocks": clocks}


@route(
    router,
    "GET",
    "/tickets/{number}/explain",
    gate="scoped",
    sample="ticket",
    returns=ExplainedTicket,
    refuses=(404,),
    example=EXPLAINED,
)
def explain_clocks(request: ApiRequest, number: Number, at: At = None) -> dict[str, Any]:
    """Explain the clocks of a ticket.

    The same in words, with the calendars that counted, and each policy of the desk: why it counts for the ticket, or
    which part of its query does not hold.
    """
    found = readings(promised_ticket_for(request.actor, number), at)
    clocks = [
        _clock(one.clock, found, [_told(part, found) for part in one.stretches])
        | {"sentence": explain_words.sentence(one.clock)}
        for one in _every(found)
    ]
    policies = [_judged(one) for one in judged(found)]
    return {"ticket": number, "at": found.at, "clocks": clocks, "policies": policies}


def _every(found: Readings) -> list[Explained]:
    return explained(found, found.clocks)


def _clock(clock: Reading, found: Readings, intervals: list[dict[str, Any]]) -> dict[str, Any]:
    life, rule = clock.life, clock.rule
    return {
        "name": clock.name,
        "label": clock.label,
        "level": life.level,
        "key": life.key,
        "cycle": life.cycle,
        "policy": {"id": rule.policy_id, "name": clock.policy_name, "version": rule.number} if rule else None,
        "team": found.teams.get(life.team_id) if life.team_id else None,
        "is_promised": bool(clock.target and clock.target.is_promised),
        "state": clock.state or None,
        "outcome": life.outcome or None,
        "ended_by": life.ended_by or None,
        "started_at": life.began,
        "ended_at": life.ended,
        "due_at": clock.due_at,
        "projected_due_at": clock.projected_at,
        "soon_at": clock.soon_at,
        "is_overdue": clock.is_overdue,
        "goal": _goal(life.last.goal),
        "elapsed_seconds": clock.elapsed,
        "remaining_seconds": clock.remaining,
        "paused_seconds": clock.paused,
        "intervals": intervals,
    }


def _interval(one: Stretch, found: Readings) -> dict[str, Any]:
    span = one.span
    return {
        "state": span.state,
        "began_at": span.began,
        "ended_at": one.ended,
        "cause": span.cause,
        "event": span.event_id or None,
        "version": found.numbers.get(span.version_id),
        "goal": _goal(span.goal),
        "counted_seconds": one.counted,
    }


def _told(one: Stretch, found: Readings) -> dict[str, Any]:
    return _interval(one, found) | {
        "because": one.cause.words,
        "reason": one.cause.reason,
        "changes": list(one.changes),
        "calendar": one.calendar,
        "total_seconds": one.total,
    }


def _goal(goal: Goal) -> dict[str, Any]:
    by = None if goal.by is None else written_time(goal.by)
    return {"seconds": goal.seconds or 0, "days": goal.days, "by": by}


def _judged(one: Judged) -> dict[str, Any]:
    return {
        "policy": {"id": one.rule.policy_id, "name": one.name, "version": one.rule.number},
        "level": one.rule.terms.level,
        "verdict": one.verdict.value,
        "missed": [{"part": miss.part, "instead": miss.instead} for miss in one.misses],
    }
