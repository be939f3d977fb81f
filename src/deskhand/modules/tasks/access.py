"""The gates to tasks. What may not be seen does not exist, nor what is of a desk on which the module is off."""

from __future__ import annotations

from deskhand.kernel import switches
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.modules.tasks.models import Checklist, RecurringTicket, Task
from deskhand.modules.tasks.querysets import MODULE
from deskhand.tickets import access
from deskhand.tickets.models import Ticket


def ticket_for(actor: Actor, number: int | str, *, locked: bool = False) -> Ticket:
    """The ticket that the actor serves or audits, on a desk that has tasks; else NotFound. Deskhand itself works on
    any: checklists of tickets that come again by the calendar."""
    read = access.ticket_for if actor.is_system else access.served_ticket_for
    found = read(actor, number, locked=locked)
    if not switches.is_on(MODULE, found.desk_id):
        raise NotFound
    return found


def task_for(actor: Actor, pk: int, *, number: int | None = None) -> Task:
    """The task, if the actor reads its ticket as staff; with ``number``, only if it is one of that ticket's."""
    found = Task.objects.served_by(actor).select_related("ticket__desk", "assignee", "team", "done_by")
    if number is not None:
        found = found.filter(ticket__number=number)
    row: Task | None = found.filter(pk=pk).first()
    if row is None:
        raise NotFound
    return row


def checklist_for(actor: Actor, pk: int, *, desk_id: int | None = None) -> Checklist:
    """The checklist, if the actor serves or audits its desk; with ``desk_id``, only if it is that desk's."""
    found = Checklist.objects.served_by(actor).select_related("desk")
    if desk_id is not None:
        found = found.filter(desk_id=desk_id)
    row: Checklist | None = found.filter(pk=pk).first()
    if row is None:
        raise NotFound
    return row


def recurring_for(actor: Actor, pk: int, *, desk_id: int | None = None) -> RecurringTicket:
    """The ticket that comes again, if the actor looks after those of its desk; with ``desk_id``, only of that desk."""
    found = RecurringTicket.objects.kept_by(actor).select_related("desk", "requester", "team", "assignee", "checklist")
    if desk_id is not None:
        found = found.filter(desk_id=desk_id)
    row: RecurringTicket | None = found.filter(pk=pk).first()
    if row is None:
        raise NotFound
    return row
