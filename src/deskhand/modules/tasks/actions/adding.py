"""A new task on a ticket."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from deskhand.accounts.models import Person, Team
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.kernel.events import Fact, emit
from deskhand.kernel.query.kinds.instant import FIRST_YEAR, LAST_YEAR
from deskhand.modules.tasks import access
from deskhand.modules.tasks.events import ChecklistApplied, TaskAdded, TaskAssigned
from deskhand.modules.tasks.models import TITLE_LIMIT, Task
from deskhand.tickets.actions.people import serves
from deskhand.tickets.models import Ticket

TASKS_PER_TICKET = 200
"""Most tasks of one ticket, done ones included."""

NOTE_LIMIT = 2_000
"""Longest note of a task in characters."""


@dataclass(frozen=True, kw_only=True)
class NewTask:
    """What a task begins with."""

    title: str
    note: str = ""
    assignee: Person | None = None
    team: Team | None = None
    due_at: datetime | None = None
    is_mandatory: bool = False


@transaction.atomic
def add_task(*, actor: Actor, ticket: Ticket, new: NewTask) -> Task:
    """Add a task at the end of the ticket's. Raises Invalid with the fields that cannot be taken."""
    return add_tasks(actor=actor, ticket=ticket, several=[new])[0]


@transaction.atomic
def add_tasks(
    *, actor: Actor, ticket: Ticket, several: Sequence[NewTask], checklist_id: int | None = None
) -> list[Task]:
    """Add tasks in their order: all of them or, if one cannot be taken, none. Those of a checklist are one fact."""
    actor.need_on("tasks.edit", ticket)
    locked = access.ticket_for(actor, ticket.number, locked=True)
    have = Task.objects.within(locked.desk_id).filter(ticket=locked)
    _need_room(have.kept().count() + len(several))
    place = (have.aggregate(last=Max("place"))["last"] or 0) + 1
    rows = [_row(actor, locked, place + number, new) for number, new in enumerate(several)]
    _tell(actor, locked, rows, checklist_id)
    return rows


def _row(actor: Actor, ticket: Ticket, place: int, new: NewTask) -> Task:
    given = cleaned(vars(new), desk_id=ticket.desk_id)
    row = Task(ticket=ticket, place=place, created_at=clock.now(), created_by_id=actor.person_id, **given)
    row.save()
    return row


def _tell(actor: Actor, ticket: Ticket, rows: Sequence[Task], checklist_id: int | None) -> None:
    facts: list[Fact] = [TaskAdded(ticket=ticket.pk, task=row.pk, is_mandatory=row.is_mandatory) for row in rows]
    if checklist_id is not None:
        facts = [ChecklistApplied(ticket=ticket.pk, checklist=checklist_id, tasks=[row.pk for row in rows])]
    facts += [
        TaskAssigned(ticket=ticket.pk, task=row.pk, person=row.assignee_id, team=row.team_id)
        for row in rows
        if row.assignee_id or row.team_id
    ]
    for fact in facts:
        emit(fact, actor=actor, desk_id=ticket.desk_id)


def cleaned(given: dict[str, Any], *, desk_id: int) -> dict[str, Any]:
    """The values as columns. Raises Invalid with a sentence for each that cannot be taken."""
    found, wrong = dict(given), dict[str, str]()
    if "title" in given:
        found["title"] = " ".join(given["title"].split())
        wrong |= _wrong_title(found["title"])
    if "note" in given:
        found["note"] = given["note"].replace("\r\n", "\n").strip()
        if len(found["note"]) > NOTE_LIMIT:
            wrong["note"] = _("At most %(limit)s characters.") % {"limit": NOTE_LIMIT}
    due_at = given.get("due_at")
    if due_at is not None and not FIRST_YEAR <= due_at.year <= LAST_YEAR:
        wrong["due_at"] = _("Choose a year from %(first)s to %(last)s.") % {"first": FIRST_YEAR, "last": LAST_YEAR}
    person, team = given.get("assignee"), given.get("team")
    if person is not None and not serves(person, desk_id):
        wrong["assignee"] = _("%(name)s does not serve this desk.") % {"name": person.name}
    if team is not None and (team.desk_id != desk_id or not team.is_active):
        wrong["team"] = _("This team belongs to another desk, or is not in use any more.")
    if wrong:
        raise Invalid(next(iter(wrong.values())), wrong)
    return found


def _wrong_title(title: str) -> dict[str, str]:
    if not title:
        return {"title": _("Say in a few words what is to be done.")}
    if len(title) > TITLE_LIMIT:
        return {"title": _("At most %(limit)s characters; put the rest into the note.") % {"limit": TITLE_LIMIT}}
    return {}


def _need_room(wanted: int) -> None:
    if wanted > TASKS_PER_TICKET:
        words = _("A ticket can have at most %(limit)s tasks.") % {"limit": TASKS_PER_TICKET}
        raise Invalid(words, {"title": words})
