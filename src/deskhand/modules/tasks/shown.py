"""Tasks as pages show them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.utils import timezone

from deskhand.kernel import clock
from deskhand.modules.tasks.models import Checklist, Task
from deskhand.tickets.models import Ticket

GROUPS = ("overdue", "today", "later", "someday")
"""Tasks by when they are due, in the order of a page."""


class Panel(NamedTuple):
    """The tasks of one ticket and what a reader may do. ``open_mandatory`` is how many steps hold the resolving up."""

    number: int
    tasks: tuple[Task, ...]
    done: int
    open_mandatory: int
    may_edit: bool
    now: datetime
    checklists: tuple[tuple[int, str], ...]


def panel_of(ticket: Ticket, *, may_edit: bool) -> Panel:
    """What stands beside the ticket. Two queries."""
    rows = Task.objects.within(ticket.desk_id).filter(ticket_id=ticket.pk).kept()
    tasks = tuple(rows.select_related("assignee", "team", "done_by"))
    waiting = sum(one.is_mandatory and not one.is_done for one in tasks)
    offered = Checklist.objects.within(ticket.desk_id).active().values_list("pk", "name") if may_edit else ()
    done = sum(one.is_done for one in tasks)
    return Panel(ticket.number, tasks, done, waiting, may_edit, clock.now(), tuple(offered))


def grouped(tasks: Iterable[Task]) -> list[tuple[str, list[Task]]]:
    """Open tasks in the groups that have any, the most urgent first, by the reader's day."""
    found: dict[str, list[Task]] = {name: [] for name in GROUPS}
    now, today = clock.now(), timezone.localdate()
    for task in tasks:
        found[_group(task, now, today)].append(task)
    return [(name, rows) for name, rows in found.items() if rows]


def _group(task: Task, now: datetime, today: date) -> str:
    if task.due_at is None:
        return "someday"
    if task.is_overdue(now):
        return "overdue"
    return "today" if timezone.localdate(task.due_at) <= today else "later"
