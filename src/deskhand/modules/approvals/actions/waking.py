"""What follows when an instant comes: a reminder, or the deadline of a stage."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.events import emit
from deskhand.modules.approvals import due, engine, terms
from deskhand.modules.approvals.actions import course
from deskhand.modules.approvals.events import ApprovalOverdue, ApprovalReminded
from deskhand.modules.approvals.models import Approval, AskState, Stage, StageState
from deskhand.tickets.models import Ticket

BATCH = 200
"""Stages that are looked at in one go; the others follow at once."""


def ring(*, desk_id: int) -> None:
    """Do all that is due on the desk, each stage in a transaction of its own: who was killed in between does the rest
    later, and nothing twice."""
    rows = Stage.objects.within(desk_id).ringing(clock.now()).order_by("wakes_at", "pk")
    for pk, approval_id in list(rows.values_list("pk", "approval_id")[:BATCH]):
        wake(stage_id=pk, approval_id=approval_id)
    if Stage.objects.within(desk_id).ringing(clock.now()).exists():
        due.put(desk_id, clock.now())


@transaction.atomic
def wake(*, stage_id: int, approval_id: int) -> None:
    """What is due of one stage, if it still is."""
    ticket, approval = course.hold(approval_id)
    stage: Stage = Stage.objects.within(approval.desk_id).get(pk=stage_id)
    now = clock.now()
    is_due = stage.wakes_at is not None and stage.wakes_at <= now
    if not approval.is_open or stage.state != StageState.OPEN or not is_due:
        return
    if course.void_if_changed(actor=SYSTEM, approval=approval, ticket=ticket):
        return
    if stage.deadline_at is not None and stage.deadline_at <= now:
        _pass(approval, stage, ticket, now)
    else:
        _remind(approval, stage, ticket, now)


def _remind(approval: Approval, stage: Stage, ticket: Ticket, now: datetime) -> None:
    said = terms.read(approval.terms).stages[stage.place]
    stage.reminders, stage.reminded_at = stage.reminders + 1, now
    stage.remind_at = due.next_reminder(stage, said, ticket, now)
    _sleep(approval, stage)
    waiting = list(stage.asks.filter(state=AskState.WAITING).order_by("pk").values_list("pk", flat=True))
    fact = ApprovalReminded(ticket=ticket.pk, approval=approval.pk, asks=waiting)
    emit(fact, actor=SYSTEM, desk_id=approval.desk_id)


def _sleep(approval: Approval, stage: Stage) -> None:
    due.set_next(stage)
    stage.save(
        update_fields=["reminders", "reminded_at", "remind_at", "deadline_at", "is_escalated", "because", "wakes_at"]
    )
    due.listen(approval.desk_id, stage)


def _pass(approval: Approval, stage: Stage, ticket: Ticket, now: datetime) -> None:
    said = terms.read(approval.terms).stages[stage.place]
    follows = said.at_deadline
    if follows == terms.ESCALATE and stage.is_escalated:
        follows = terms.STAY
    fact = ApprovalOverdue(ticket=ticket.pk, approval=approval.pk, stage=stage.pk, outcome=follows)
    emit(fact, actor=SYSTEM, desk_id=approval.desk_id)
    if follows in (terms.APPROVE, terms.NEXT, terms.DECLINE):
        outcome = engine.DECLINED if follows == terms.DECLINE else engine.APPROVED
        spared = course.close(stage, outcome, "deadline")
        course.release(actor=SYSTEM, approval=approval, asks=spared)
        course.go_on(actor=SYSTEM, approval=approval, ticket=ticket, because="deadline", ended_by="deadline")
        return
    stage.deadline_at, stage.remind_at = None, None
    if follows == terms.ESCALATE:
        _escalate(approval, stage, ticket, now)
    _sleep(approval, stage)


def _escalate(approval: Approval, stage: Stage, ticket: Ticket, now: datetime) -> None:
    """Ask the managers of those who have not answered in their place, with the same time again."""
    said = terms.read(approval.terms).stages[stage.place]
    waiting = list(stage.asks.filter(state=AskState.WAITING).values_list("person_id", flat=True))
    taken = stage.asks.values_list("person_id", flat=True)
    chosen = course.circle_of(approval, ticket).managers_of(waiting, taken)
    stage.is_escalated = True
    due.set_times(stage, said, ticket, now)
    replaced = [one.instead_of for one in chosen if one.instead_of is not None]
    spared = course.close_waiting(stage.asks.filter(person_id__in=replaced))
    course.release(actor=SYSTEM, approval=approval, asks=spared)
    course.put_to(actor=SYSTEM, approval=approval, stage=stage, chosen=chosen, because="deadline")
