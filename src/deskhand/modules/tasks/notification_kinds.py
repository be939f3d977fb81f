"""What people are told about tasks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.accounts.models import Person, TeamMember
from deskhand.kernel.actor import Actor
from deskhand.kernel.models import Event
from deskhand.kernel.reactions import afterwards
from deskhand.modules.tasks.events import TaskAssigned
from deskhand.modules.tasks.models import Task
from deskhand.modules.tasks.querysets import MODULE
from deskhand.notify.actions import tell
from deskhand.notify.kinds import Kind, Line, register
from deskhand.notify.models import Notification
from deskhand.tickets import veiled


def lines(rows: Sequence[Notification], actor: Actor) -> Mapping[int, Line]:
    """Who gave one which task, for tickets that the reader may still see. Three queries, however many there are."""
    facts = dict(Event.objects.filter(pk__in={row.event_id for row in rows}).values_list("pk", "values"))
    tasks = Task.objects.served_by(actor).kept().select_related("ticket")
    known = {one.pk: one for one in tasks.filter(pk__in={values.get("task") for values in facts.values()})}
    names = dict(Person.objects.filter(pk__in={row.actor_id for row in rows}).values_list("pk", "name"))
    found = {row.pk: known.get(facts.get(row.event_id or 0, {}).get("task")) for row in rows}
    return {row.pk: _line(row, task, names) for row in rows if (task := found[row.pk]) is not None}


def _line(row: Notification, task: Task, names: Mapping[int, str]) -> Line:
    who = names.get(row.actor_id or 0, "Deskhand")
    words = _("%(who)s gave you a task") if row.person_id == task.assignee_id else _("%(who)s gave your team a task")
    url = f"{reverse('tickets:ticket', args=[task.ticket.number])}#tasks"
    told = Line(words % {"who": who}, task.title, url, "square-check", mark=f"#{task.ticket.number}")
    return veiled.line(task.ticket, told)


register(
    Kind(
        code="task_assigned",
        title=gettext_lazy("A task for me"),
        detail=gettext_lazy("Somebody gives me or my team a task on a ticket."),
        lines=lines,
        mail=False,
        module=MODULE,
    )
)


@afterwards(TaskAssigned)
def tell_whose_it_is(fact: TaskAssigned) -> None:
    """Whoever got the task hears of it; without a person, the team."""
    task: Any = (
        Task.objects.beyond_walls("the fact names the task").select_related("ticket").filter(pk=fact.task).first()
    )
    if task is None or task.dropped_at or task.done_at or task.ticket.desk_id != fact.meta.desk_id:
        return
    people = {task.assignee_id} if fact.person and task.assignee_id == fact.person else set()
    if fact.person is None and fact.team is not None and task.team_id == fact.team:
        people = set(TeamMember.objects.filter(team_id=fact.team).values_list("person_id", flat=True))
    if people:
        tell(kind="task_assigned", fact=fact, people=people, ticket_number=task.ticket.number)
