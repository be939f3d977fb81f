"""What the demo desk has to do."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone

from deskhand.accounts.models import Desk, Person
from deskhand.calendars import business_days
from deskhand.calendars.queries import calendar_for
from deskhand.calendars.recurrence import OnClosed, Pattern, Recurrence
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.modules.tasks import actions
from deskhand.modules.tasks.models import Checklist
from deskhand.tickets import choosing
from deskhand.tickets.models import Ticket
from deskhand.tickets.querysets import UNFINISHED

STEPS = (
    ("Order laptop and headset", 2, True),
    ("Make the account and the mailbox", 3, True),
    ("Put the badge at the reception", 4, False),
    ("Call on the first day", 5, False),
)
"""Title, business days, and whether the ticket waits for it."""

TICKETS = 4
"""Tickets of the demo that have tasks."""


def furnish(desk: Desk, cast: Any) -> None:
    """A checklist, tasks on tickets that are being worked on, and tickets that come again."""
    people = list(choosing.agents(desk))
    checklist = actions.save_checklist(
        actor=SYSTEM,
        desk=desk,
        name="New colleague",
        steps=[actions.Step(title=title, due_days=days, is_mandatory=duty) for title, days, duty in STEPS],
    )
    open_ones = Ticket.objects.within(desk).listed().filter(category__in=UNFINISHED).exclude(assignee=None)
    for number, ticket in enumerate(open_ones.order_by("-created_at", "-pk")[:TICKETS]):
        _put_tasks(ticket, checklist, number)
    if people:
        _plan(desk, people[0])


def _put_tasks(ticket: Ticket, checklist: Checklist, number: int) -> None:
    if number == 0:
        tasks = actions.apply_checklist(actor=SYSTEM, ticket=ticket, checklist=checklist)
        actions.finish_task(actor=SYSTEM, task=tasks[0])
        return
    late = clock.now() - timedelta(hours=5) if number == 1 else None
    due = late or business_days.after(calendar_for(desk_id=ticket.desk_id), clock.now(), number)
    new = actions.NewTask(title="Call back with the result", assignee=ticket.assignee, due_at=due)
    actions.add_task(actor=SYSTEM, ticket=ticket, new=new)
    actions.add_task(actor=SYSTEM, ticket=ticket, new=actions.NewTask(title="Note down what helped"))


def _plan(desk: Desk, requester: Person) -> None:
    today = timezone.localdate(clock.now())
    for subject, text, rule in (
        ("Check the backups", "Restore one file of last night and one of last month.", _rule(today, Pattern.WEEKS)),
        ("Licences of the month", "Compare what is paid with what is used.", _rule(today, Pattern.MONTH_WORKDAY)),
    ):
        contents = actions.Contents(subject=subject, text=text, requester=requester)
        actions.save_recurring(actor=SYSTEM, desk=desk, contents=contents, rule=rule)


def _rule(today: date, pattern: Pattern) -> Recurrence:
    """Every second Monday, or the last working day of the month, at eight."""
    given: dict[str, Any] = {"every": 2, "weekdays": (0,)} if pattern == Pattern.WEEKS else {"nth": -1}
    return Recurrence(pattern=pattern, starts_on=today, at=time(8), on_closed=OnClosed.NEXT, **given)
