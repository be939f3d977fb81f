"""Starting a plan on a ticket, going on with it, giving it up."""

from __future__ import annotations

from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.actors import person_of
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.modules.fulfilment.actions.course import Course
from deskhand.modules.fulfilment.events import PlanStarted, StepLate
from deskhand.modules.fulfilment.models import Plan, Run, RunStep
from deskhand.tickets.models import Ticket

RUNS_PER_TICKET = 20
"""Most plans that run on one ticket at a time."""


@transaction.atomic
def start_plan(*, actor: Actor, ticket: Ticket, plan: Plan, key: str = "") -> Run:
    """Start a plan on the ticket; with a ``key`` once, however often. Raises Invalid for a plan that the desk does not
    have in use, a task, or a ticket in the bin. Its first steps begin in the background, at once."""
    actor.need_on("fulfilment.run", ticket)
    tickets = Ticket.objects.within(ticket.desk_id).select_for_update(of=("self",))
    locked = tickets.filter(pk=ticket.pk).first()
    row = Plan.objects.within(ticket.desk_id).in_use().select_related("published").filter(pk=plan.pk).first()
    if locked is None:
        raise NotFound
    if row is None:
        raise Invalid(_("The desk has no such plan."), {"plan": _("Choose a plan that is in use.")})
    known: Run | None = Run.objects.within(ticket.desk_id).filter(ticket=locked, key=key).first() if key else None
    if known is not None:
        return known
    _need_startable(locked)
    run: Run = Run.objects.create(
        desk_id=locked.desk_id,
        ticket=locked,
        version=row.published,
        definition=row.published.definition,
        key=key or f"person:{uuid4().hex}",
        begun_by=person_of(actor),
        begun_at=clock.now(),
    )
    fact = PlanStarted(ticket=locked.pk, run=run.pk, plan=row.pk, number=row.published.number)
    emit(fact, actor=actor, desk_id=locked.desk_id, reason=row.name)
    let_go_on(run.pk, run.desk_id)
    return run


@transaction.atomic
def cancel_run(*, actor: Actor, run: Run, reason: str = "", because: str = "person") -> None:
    """Begin no further step, and give up those that have begun; their tasks are cancelled. Nothing where it ended."""
    actor.need("fulfilment.run", run.desk_id)
    course = Course.held(run.pk)
    if course.run.ended_at is None:
        course.give_up(actor, because, reason)


@transaction.atomic
def go_on(*, run_id: int) -> None:
    """Look at a run and do what follows now. May be asked at any time; nothing is done twice."""
    try:
        course = Course.held(run_id)
    except NotFound:
        return
    if course.run.ended_at is None:
        course.go()
    else:
        course.look_back()


@transaction.atomic
def tell_late(*, run_id: int) -> None:
    """Say of each step that is overdue that it is, once."""
    try:
        course = Course.held(run_id)
    except NotFound:
        return
    late = RunStep.objects.within(course.run.desk_id).late(clock.now()).filter(run=course.run, late_at=None)
    for row in late.select_for_update(of=("self",)):
        row.late_at = clock.now()
        row.save(update_fields=["late_at"])
        step = course.step(row.code)
        course.tell(StepLate(ticket=course.ticket.pk, run=run_id, step=step.code), step.name)


def let_go_on(run_id: int, desk_id: int, delay_seconds: float = 0) -> None:
    """Put the job that goes on with a run, in the caller's transaction. One at a time, in order."""
    from deskhand.modules.fulfilment.jobs import go_on as job

    job.put(ordering_key=f"plan_run:{run_id}", desk_id=desk_id, delay_seconds=delay_seconds, run_id=run_id)


def _need_startable(ticket: Ticket) -> None:
    if ticket.is_task:
        raise Invalid(_("A task is part of a plan; it has none of its own."))
    if ticket.deleted_at is not None or ticket.is_spam:
        raise Invalid(_("%(number)s is in the bin or spam: restore it first.") % {"number": ticket.number})
    running = Run.objects.within(ticket.desk_id).filter(ticket=ticket).running()
    if running.count() >= RUNS_PER_TICKET:
        raise Invalid(_("At most %(limit)s plans run on one ticket.") % {"limit": RUNS_PER_TICKET})
