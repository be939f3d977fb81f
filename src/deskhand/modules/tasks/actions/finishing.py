"""A task is done, or to be done again; it is taken away, or put back."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from deskhand.kernel import clock, switches
from deskhand.kernel.actor import Actor
from deskhand.kernel.events import emit
from deskhand.modules.tasks.actions.changing import locked
from deskhand.modules.tasks.events import TaskDropped, TaskFinished, TaskReopened, TaskRestored
from deskhand.modules.tasks.models import Task
from deskhand.modules.tasks.querysets import MODULE

KEEP_DROPPED = timedelta(days=30)
"""How long a task that was taken away can be put back."""


@transaction.atomic
def finish_task(*, actor: Actor, task: Task) -> Task:
    """Tick it off. One that is done already stays as it was done."""
    row = locked(actor, task)
    if row.done_at is not None:
        return row
    row.done_at, row.done_by_id = clock.now(), actor.person_id
    row.save(update_fields=["done_at", "done_by"])
    emit(TaskFinished(ticket=row.ticket_id, task=row.pk), actor=actor, desk_id=row.ticket.desk_id)
    return row


@transaction.atomic
def reopen_task(*, actor: Actor, task: Task) -> Task:
    """Take the tick off."""
    row = locked(actor, task)
    if row.done_at is None:
        return row
    row.done_at = row.done_by = None
    row.save(update_fields=["done_at", "done_by"])
    emit(TaskReopened(ticket=row.ticket_id, task=row.pk), actor=actor, desk_id=row.ticket.desk_id)
    return row


@transaction.atomic
def drop_task(*, actor: Actor, task: Task) -> Task:
    """Take it away. It can be put back for :data:`KEEP_DROPPED`."""
    row = locked(actor, task, is_kept=False)
    if row.dropped_at is None:
        row.dropped_at = clock.now()
        row.save(update_fields=["dropped_at"])
        emit(TaskDropped(ticket=row.ticket_id, task=row.pk), actor=actor, desk_id=row.ticket.desk_id)
    return row


@transaction.atomic
def restore_task(*, actor: Actor, task: Task) -> Task:
    """Put back what was taken away, as it was and where it stood."""
    row = locked(actor, task, is_kept=False)
    if row.dropped_at is not None:
        row.dropped_at = None
        row.save(update_fields=["dropped_at"])
        emit(TaskRestored(ticket=row.ticket_id, task=row.pk), actor=actor, desk_id=row.ticket.desk_id)
    return row


@transaction.atomic
def forget_dropped() -> int:
    """Remove for good what was taken away longer ago than :data:`KEEP_DROPPED`, on desks that have the module: off, it
    changes nothing. Returns how many."""
    rows = Task.objects.within(switches.desks_with(MODULE))
    gone, _by_model = rows.filter(dropped_at__lt=clock.now() - KEEP_DROPPED).delete()
    return int(gone)
