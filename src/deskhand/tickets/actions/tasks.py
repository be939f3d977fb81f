"""Opening a task: work for the desk alone, which the requester's side neither sees nor hears of."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.models import Team
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.tickets.actions.create import NewTicket, create
from deskhand.tickets.actions.link_tickets import link_tickets
from deskhand.tickets.bodies import Body
from deskhand.tickets.models import Kind, LinkKind, MessageKind, Priority, Ticket


@transaction.atomic
def open_task(
    *,
    actor: Actor,
    parent: Ticket,
    subject: str,
    note: Body,
    team: Team | None = None,
    priority: int = Priority.NORMAL,
) -> Ticket:
    """Open a task for what has to be done on a ticket: a ticket of its own, which that one is the parent of. Its first
    words are an internal note, and nobody is answered on it. What is done on a confidential one is confidential, for
    the same readers. Raises Denied, or Invalid where the parent is a task."""
    if parent.is_task:
        raise Invalid(_("A task has no tasks of its own."))
    new = NewTicket(
        desk=parent.desk,
        subject=subject,
        body=note,
        requester=parent.requester,
        kind=Kind.TASK,
        priority=priority,
        team=team,
        service=parent.service if parent.service is not None and parent.service.is_active else None,
        location=parent.location if parent.location is not None and parent.location.is_active else None,
        message_kind=MessageKind.NOTE,
        side="agent",
        may_answer=False,
        comes_of=parent,
    )
    task = create(actor=actor, new=new)
    link_tickets(actor=actor, ticket=parent, kind=LinkKind.PARENT_OF, to=task.number)
    return task
