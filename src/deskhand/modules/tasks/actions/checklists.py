"""Checklists of a desk: written, put away, put back, and put on a ticket."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk, Person, Team
from deskhand.calendars import business_days
from deskhand.calendars.queries import calendar_for
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.modules.tasks.actions.adding import NewTask, add_tasks, cleaned
from deskhand.modules.tasks.events import ChecklistPutAway, ChecklistPutBack, ChecklistSaved
from deskhand.modules.tasks.models import NAME_LIMIT, Checklist, ChecklistStep, Task
from deskhand.tickets.actions.people import serves
from deskhand.tickets.models import Ticket

STEPS_PER_CHECKLIST = 100
"""Most steps of a checklist."""

CHECKLISTS_PER_DESK = 200
"""Most checklists of a desk, those that were put away included."""

LONGEST_DAYS = 250
"""Latest that a step may be due: so many business days after the list is used."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of a checklist. ``due_days`` are business days."""

    title: str
    assignee: Person | None = None
    team: Team | None = None
    due_days: int | None = None
    is_mandatory: bool = False


@transaction.atomic
def save_checklist(
    *, actor: Actor, desk: Desk, name: str, steps: Sequence[Step], checklist: Checklist | None = None
) -> Checklist:
    """Write a checklist, or put another name and other steps in the place of one's. Raises Invalid with the fields that
    cannot be taken; those of a step are called ``steps.0.title``."""
    actor.need("tasks.checklists", desk.pk)
    Desk.objects.select_for_update().get(pk=desk.pk)  # Two of one name come one after the other.
    row = _locked(desk, checklist) if checklist is not None else Checklist(desk=desk)
    row.name = _name(desk, name, row)
    given = _columns(desk, steps)
    row.save()
    row.steps.all().delete()
    ChecklistStep.objects.bulk_create(
        [ChecklistStep(checklist=row, place=place, **values) for place, values in enumerate(given, start=1)]
    )
    fact = ChecklistSaved(checklist=row.pk, is_new=checklist is None, steps=len(given))
    emit(fact, actor=actor, desk_id=desk.pk)
    return row


@transaction.atomic
def put_away_checklist(*, actor: Actor, checklist: Checklist) -> Checklist:
    """Offer it no more. Tickets that have its steps keep them."""
    actor.need("tasks.checklists", checklist.desk_id)
    row = _locked(checklist.desk, checklist)
    if row.put_away_at is None:
        row.put_away_at = clock.now()
        row.save(update_fields=["put_away_at"])
        emit(ChecklistPutAway(checklist=row.pk), actor=actor, desk_id=row.desk_id)
    return row


@transaction.atomic
def put_back_checklist(*, actor: Actor, checklist: Checklist) -> Checklist:
    """Offer it again."""
    actor.need("tasks.checklists", checklist.desk_id)
    row = _locked(checklist.desk, checklist)
    if row.put_away_at is not None:
        row.put_away_at = None
        row.save(update_fields=["put_away_at"])
        emit(ChecklistPutBack(checklist=row.pk), actor=actor, desk_id=row.desk_id)
    return row


@transaction.atomic
def apply_checklist(*, actor: Actor, ticket: Ticket, checklist: Checklist) -> list[Task]:
    """Put its steps on the ticket, after those that it has. Whoever serves the desk no more is left out of them."""
    if checklist.desk_id != ticket.desk_id:
        raise Invalid(_("This checklist belongs to another desk."), {"checklist": _("Choose one of this desk.")})
    steps = checklist.steps.select_related("assignee", "team")
    new = [_task(ticket, one) for one in steps]
    if not new:
        raise Invalid(_("This checklist has no steps yet."), {"checklist": _("It has no steps yet.")})
    return add_tasks(actor=actor, ticket=ticket, several=new, checklist_id=checklist.pk)


def _task(ticket: Ticket, step: ChecklistStep) -> NewTask:
    is_here = step.assignee is not None and serves(step.assignee, ticket.desk_id)
    return NewTask(
        title=step.title,
        assignee=step.assignee if is_here else None,
        team=step.team if step.team is not None and step.team.is_active else None,
        due_at=_due(ticket, step.due_days),
        is_mandatory=step.is_mandatory,
    )


def _due(ticket: Ticket, days: int | None) -> datetime | None:
    if days is None:
        return None
    calendar = calendar_for(
        desk_id=ticket.desk_id,
        team_id=ticket.team_id,
        organization_id=ticket.organization_id,
        location_id=ticket.location_id,
    )
    return business_days.after(calendar, clock.now(), days)


def _locked(desk: Desk, checklist: Checklist) -> Checklist:
    row: Checklist | None = Checklist.objects.within(desk).select_for_update().filter(pk=checklist.pk).first()
    if row is None:
        raise NotFound
    return row


def _name(desk: Desk, name: str, row: Checklist) -> str:
    found, others = " ".join(name.split()), Checklist.objects.within(desk).exclude(pk=row.pk)
    wrong = ""
    if not found:
        wrong = _("Give it a name, by which colleagues find it.")
    elif len(found) > NAME_LIMIT:
        wrong = _("At most %(limit)s characters.") % {"limit": NAME_LIMIT}
    elif others.filter(name=found).exists():
        wrong = _("This desk has a checklist of this name already.")
    elif row._state.adding and others.count() >= CHECKLISTS_PER_DESK:
        wrong = _("A desk can have at most %(limit)s checklists.") % {"limit": CHECKLISTS_PER_DESK}
    if wrong:
        raise Invalid(wrong, {"name": wrong})
    return found


def _columns(desk: Desk, steps: Sequence[Step]) -> list[dict[str, object]]:
    wrong: dict[str, str] = {}
    found: list[dict[str, object]] = []
    if not steps:
        wrong["steps"] = _("Write at least one step.")
    if len(steps) > STEPS_PER_CHECKLIST:
        wrong["steps"] = _("At most %(limit)s steps.") % {"limit": STEPS_PER_CHECKLIST}
    for place, step in enumerate(steps[:STEPS_PER_CHECKLIST]):
        try:
            found.append(cleaned(vars(step), desk_id=desk.pk))
        except Invalid as refusal:
            wrong |= {f"steps.{place}.{name}": words for name, words in refusal.fields.items()}
        if step.due_days is not None and not 0 <= step.due_days <= LONGEST_DAYS:
            wrong[f"steps.{place}.due_days"] = _("From 0 to %(limit)s business days.") % {"limit": LONGEST_DAYS}
    if wrong:
        raise Invalid(next(iter(wrong.values())), wrong)
    return found
