"""Changing a task: its words, whose it is, when it is due, and where it stands."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, NotFound
from deskhand.kernel.events import emit
from deskhand.modules.tasks import access
from deskhand.modules.tasks.actions.adding import cleaned
from deskhand.modules.tasks.events import TaskAssigned, TaskChanged
from deskhand.modules.tasks.models import Task

WHOSE = ("assignee", "team")
"""Columns that a fact of their own tells."""

CHANGEABLE = frozenset({"title", "note", "due_at", "is_mandatory", *WHOSE})
"""Columns that can be given another value."""


@transaction.atomic
def change_task(*, actor: Actor, task: Task, **given: Any) -> Task:
    """Give the task these values; what is not named stays. Raises Invalid with the fields that cannot be taken."""
    row = locked(actor, task)
    values = cleaned({name: given[name] for name in given if name in CHANGEABLE}, desk_id=row.ticket.desk_id)
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    row.save(update_fields=changed)
    _tell(actor, row, changed)
    return row


@transaction.atomic
def move_task(*, actor: Actor, task: Task, to: int) -> Task:
    """Let the task stand at this place among the ticket's, counted from 1. Beyond the last is the last."""
    row = locked(actor, task)
    rows: list[Task] = list(Task.objects.within(row.ticket.desk_id).filter(ticket_id=row.ticket_id).kept())
    before = rows.index(row)
    rows.insert(max(0, min(to - 1, len(rows) - 1)), rows.pop(before))
    if rows.index(row) == before:
        return row
    for place, one in enumerate(rows, start=1):
        if one.place != place:
            one.place = place
            one.save(update_fields=["place"])
    _tell(actor, row, ["place"])
    return rows[rows.index(row)]


def locked(actor: Actor, task: Task, *, is_kept: bool = True) -> Task:
    """The task as it is now, with its ticket held: tasks of one ticket change one after another. Raises Denied,
    NotFound, or Conflict for one that was taken away."""
    ticket = access.ticket_for(actor, task.ticket.number, locked=True)
    actor.need_on("tasks.edit", ticket)
    found = Task.objects.within(ticket.desk_id).select_related("assignee", "team", "done_by")
    row: Task | None = found.filter(pk=task.pk, ticket=ticket).first()
    if row is None:
        raise NotFound
    if is_kept and row.dropped_at is not None:
        raise Conflict(_("This task was taken away meanwhile. Put it back to go on with it."))
    row.ticket = ticket
    return row


def _tell(actor: Actor, row: Task, changed: list[str]) -> None:
    ticket, desk_id = row.ticket, row.ticket.desk_id
    if set(changed) & set(WHOSE):
        fact = TaskAssigned(ticket=ticket.pk, task=row.pk, person=row.assignee_id, team=row.team_id)
        emit(fact, actor=actor, desk_id=desk_id)
    if rest := sorted(set(changed) - set(WHOSE)):
        emit(TaskChanged(ticket=ticket.pk, task=row.pk, fields=rest), actor=actor, desk_id=desk_id)
