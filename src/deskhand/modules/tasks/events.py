"""Facts about the tasks of a ticket. They stand in its history; titles and notes do not."""

from __future__ import annotations

from dataclasses import dataclass

from deskhand.kernel.events import Fact, event


@event("ticket.task_added", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class TaskAdded(Fact):
    """A task was added to the ticket."""

    ticket: int
    task: int
    is_mandatory: bool


@event("ticket.task_assigned", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class TaskAssigned(Fact):
    """A task has another assignee (``person``) or team, or none of them any more."""

    ticket: int
    task: int
    person: int | None = None
    team: int | None = None


@event("ticket.task_changed", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class TaskChanged(Fact):
    """Title, note, due date, place or duty of a task changed; ``fields`` says which."""

    ticket: int
    task: int
    fields: list[str]


@event("ticket.task_finished", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class TaskFinished(Fact):
    """A task is done."""

    ticket: int
    task: int


@event("ticket.task_reopened", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class TaskReopened(Fact):
    """A task that was done is to be done again."""

    ticket: int
    task: int


@event("ticket.task_dropped", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class TaskDropped(Fact):
    """A task was taken away from the ticket."""

    ticket: int
    task: int


@event("ticket.task_restored", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class TaskRestored(Fact):
    """A task that was taken away is there again."""

    ticket: int
    task: int


@event("ticket.checklist_applied", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class ChecklistApplied(Fact):
    """The steps of a checklist were put on the ticket."""

    ticket: int
    checklist: int
    tasks: list[int]


@event("checklist.saved", subject="checklist")
@dataclass(frozen=True, kw_only=True)
class ChecklistSaved(Fact):
    """A checklist was written or changed; ``steps`` is how many it has now."""

    checklist: int
    is_new: bool
    steps: int


@event("checklist.put_away", subject="checklist")
@dataclass(frozen=True, kw_only=True)
class ChecklistPutAway(Fact):
    """A checklist is offered no more."""

    checklist: int


@event("checklist.put_back", subject="checklist")
@dataclass(frozen=True, kw_only=True)
class ChecklistPutBack(Fact):
    """A checklist that was put away is offered again."""

    checklist: int


@event("recurring_ticket.saved", subject="recurring")
@dataclass(frozen=True, kw_only=True)
class RecurringSaved(Fact):
    """A ticket that comes again was planned, or its plan changed; ``fields`` says what."""

    recurring: int
    is_new: bool
    fields: list[str]


@event("recurring_ticket.paused", subject="recurring")
@dataclass(frozen=True, kw_only=True)
class RecurringPaused(Fact):
    """No ticket of the plan is made until somebody lets it go on."""

    recurring: int


@event("recurring_ticket.resumed", subject="recurring")
@dataclass(frozen=True, kw_only=True)
class RecurringResumed(Fact):
    """The plan goes on."""

    recurring: int


@event("recurring_ticket.put_away", subject="recurring")
@dataclass(frozen=True, kw_only=True)
class RecurringPutAway(Fact):
    """The plan was put away: no ticket of it is made."""

    recurring: int


@event("recurring_ticket.put_back", subject="recurring")
@dataclass(frozen=True, kw_only=True)
class RecurringPutBack(Fact):
    """A plan that was put away is there again, paused."""

    recurring: int


@event("recurring_ticket.made", subject="recurring")
@dataclass(frozen=True, kw_only=True)
class RecurringMade(Fact):
    """A ticket of the plan was opened. ``missed`` instants before it passed while nothing ran."""

    recurring: int
    ticket: int
    missed: int


@event("recurring_ticket.failed", subject="recurring")
@dataclass(frozen=True, kw_only=True)
class RecurringFailed(Fact):
    """A ticket of the plan could not be opened, and the plan is paused. ``problem`` says why."""

    recurring: int
    problem: str
