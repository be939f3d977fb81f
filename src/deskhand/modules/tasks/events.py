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
