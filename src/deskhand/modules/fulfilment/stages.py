"""Where a request stands by its plans, in the words that a plan gives its stages. Steps without one are not told."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from deskhand.modules.fulfilment.models import Outcome, State
from deskhand.modules.fulfilment.shown import AHEAD, ShownRun, ShownStep, runs_of
from deskhand.tickets.models import Ticket
from deskhand.tickets.stages import Stage, StageState

FIRST, LAST = 40, 60
"""The places between which these stages stand."""


def stages(ticket: Ticket) -> list[Stage]:
    """The stages of the newest plan on the ticket that tells any."""
    for run in reversed(runs_of(ticket)):
        if found := _of_run(run):
            return found
    return []


def _of_run(run: ShownRun) -> list[Stage]:
    groups: dict[str, list[ShownStep]] = {}
    for one in run.steps:
        if one.step.stage and one.state != State.PASSED:
            groups.setdefault(one.step.stage, []).append(one)
    is_given_up = run.run.outcome == Outcome.CANCELLED
    return [
        _stage(label, steps, min(LAST, FIRST + place), is_given_up=is_given_up)
        for place, (label, steps) in enumerate(groups.items())
    ]


def _stage(label: str, steps: list[ShownStep], place: int, *, is_given_up: bool) -> Stage:
    open_ones = [one for one in steps if one.is_open]
    state = _state(steps, is_given_up=is_given_up)
    names = [one.who for one in open_ones or steps if one.who and one.step.kind == "task"]
    ended = [one.row.ended_at for one in steps if one.row is not None and one.row.ended_at is not None]
    dues = [one.due_at for one in open_ones if one.due_at is not None]
    return Stage(
        label=label,
        state=state,
        place=place,
        who=", ".join(dict.fromkeys(names)),
        at=max(ended) if state == StageState.DONE and ended else None,
        expected=_day(max(dues)) if dues else None,
    )


def _state(steps: list[ShownStep], *, is_given_up: bool) -> StageState:
    states = {one.state for one in steps}
    if states <= {"done", "skipped", "declined"}:
        return StageState.DONE
    if is_given_up or State.CANCELLED in states:
        return StageState.STOPPED
    return StageState.AHEAD if states <= {AHEAD} else StageState.NOW


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()
