"""What people do to the steps of a run: restart, skip, add, report the end of a call."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, Invalid, NotFound
from deskhand.modules.fulfilment.actions.course import OPEN_STATES, Course
from deskhand.modules.fulfilment.actions.runs import let_go_on
from deskhand.modules.fulfilment.checks import need_sound
from deskhand.modules.fulfilment.definition import Definition, Edge, Kind, Step
from deskhand.modules.fulfilment.events import StepAdded, StepRestarted
from deskhand.modules.fulfilment.models import REASON_LIMIT, Run, RunStep, State


@transaction.atomic
def restart_step(*, actor: Actor, run: Run, code: str) -> None:
    """Begin a step again that failed, or that would be tried again later. What it had opened stays as it is."""
    actor.need("fulfilment.steer", run.desk_id)
    course, row = _open_step(run, code, State.FAILED, State.TRYING)
    course.withdraw(row)
    row.turn, row.tries, row.state, row.wakes_at, row.ticket = row.turn + 1, 0, State.ACTIVE, None, None
    row.late_at = None
    row.save()
    step = course.step(code)
    course.tell(StepRestarted(ticket=run.ticket_id, run=run.pk, step=code), step.name, actor)
    course.attempt(step, row)
    let_go_on(run.pk, run.desk_id)


@transaction.atomic
def skip_step(*, actor: Actor, run: Run, code: str, reason: str) -> None:
    """Go on without a step that has begun or failed, and say why. Its task is cancelled."""
    actor.need("fulfilment.steer", run.desk_id)
    said = " ".join(reason.split())
    if not 0 < len(said) <= REASON_LIMIT:
        words = _("Say why, in at most %(limit)s characters.") % {"limit": REASON_LIMIT}
        raise Invalid(words, {"reason": words})
    course, row = _open_step(run, code, *OPEN_STATES)
    course.close_ticket_of(row)
    course.withdraw(row)
    course.end(course.step(code), row, "skipped", because="person", reason=said, actor=actor)
    let_go_on(run.pk, run.desk_id)


@transaction.atomic
def add_step(*, actor: Actor, run: Run, step: Step, after: str = "") -> str:
    """Add a step to this run alone: behind ``after``, before what comes next there and has not begun; without it, at
    once and beside the others. Returns its code. Raises Invalid for what a plan could not be published with."""
    actor.need("fulfilment.steer", run.desk_id)
    course = Course.held(run.pk)
    if course.run.ended_at is not None:
        raise Conflict(_("The plan has ended. Start another one."))
    code = course.plan.fresh_code(step.name)
    plan = _put_in(course, replace(step, code=code), after)
    need_sound(plan, run.desk_id)
    course.run.definition = plan.kept()
    course.run.save(update_fields=["definition"])
    course.tell(StepAdded(ticket=run.ticket_id, run=run.pk, step=code, kind=step.kind), step.name, actor)
    let_go_on(run.pk, run.desk_id)
    return code


@transaction.atomic
def end_call(*, actor: Actor, run: Run, code: str, outcome: str) -> None:
    """A program reports that what a step called has ended, ``done`` or ``declined``. Twice is once."""
    actor.need("fulfilment.run", run.desk_id)
    course = Course.held(run.pk)
    row = course.rows.get(code)
    if row is None or row.kind != Kind.CALL:
        raise NotFound
    if outcome not in ("done", "declined"):
        raise Invalid(_("It ended done or declined."), {"outcome": _("One of: done, declined.")})
    if row.state == outcome:
        return
    if row.state != State.ACTIVE or course.run.ended_at is not None:
        raise Conflict(_("The step does not wait for this any more."))
    course.end(course.step(code), row, outcome, actor=actor)
    let_go_on(run.pk, run.desk_id)


@transaction.atomic
def decided(*, run_id: int, turn: int, code: str, outcome: str) -> None:
    """The approval that a step asked for has ended. Nothing where the step waits for it no more."""
    try:
        course = Course.held(run_id)
    except NotFound:
        return
    row = course.rows.get(code)
    if row is None or row.turn != turn or row.state != State.ACTIVE or course.run.ended_at is not None:
        return
    if outcome == "withdrawn":
        course.fail(course.step(code), row, "withdrawn", "")
        return
    course.end(course.step(code), row, "done" if outcome == "approved" else "declined")
    let_go_on(run_id, course.run.desk_id)


def _open_step(run: Run, code: str, *states: State) -> tuple[Course, RunStep]:
    course = Course.held(run.pk)
    row = course.rows.get(code)
    if row is None:
        raise NotFound
    if row.state not in states or course.run.ended_at is not None:
        raise Conflict(_("The step has gone on meanwhile. Read the plan again."))
    return course, row


def _put_in(course: Course, step: Step, after: str) -> Definition:
    plan = course.plan.with_step(step)
    if not after:
        return plan
    course.step(after)
    for edge in course.plan.out_of[after]:
        if edge.end not in course.rows and edge.on in ("done", "any"):
            plan = plan.without_edge(edge).with_edge(Edge(start=step.code, end=edge.end, on=edge.on))
    return plan.with_edge(Edge(start=after, end=step.code, on="any"))
