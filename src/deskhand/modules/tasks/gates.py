"""What must be done before a ticket is resolved."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from deskhand.kernel.actor import Actor
from deskhand.modules.tasks.models import Task
from deskhand.tickets.models import Category, Status, Ticket
from deskhand.tickets.status_gates import Missing

HELD_UP = frozenset({Category.RESOLVED.value, Category.CLOSED.value})
"""Categories that a ticket with open mandatory steps cannot come to. It can be cancelled."""

NAMED = 5
"""Open steps that are named; the rest is counted."""


def open_steps(actor: Actor, ticket: Ticket, status: Status) -> Iterator[Missing]:
    """Each mandatory step that is not done, by its title."""
    if status.category not in HELD_UP or ticket.category in HELD_UP:
        return
    rows = list(Task.objects.within(ticket.desk_id).filter(ticket_id=ticket.pk, is_mandatory=True).open())
    for task in rows[:NAMED]:
        where = reverse("tasks:edit", args=[ticket.number, task.pk])
        words = _("Finish the task “%(title)s” first.") % {"title": task.title}
        yield Missing(f"tasks.{task.pk}", words, where)
    if len(rows) > NAMED:
        words = _("And %(count)s more mandatory tasks.") % {"count": len(rows) - NAMED}
        yield Missing("tasks", words, f"{reverse('tickets:ticket', args=[ticket.number])}#tasks")
