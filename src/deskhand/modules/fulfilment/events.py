"""Facts of the module. Names of plans and steps stand beside them as their reason."""

from __future__ import annotations

from dataclasses import dataclass

from deskhand.kernel.events import Fact, event


@event("plan.edited", subject="plan")
@dataclass(frozen=True, kw_only=True)
class PlanEdited(Fact):
    """A plan was made, renamed, put away or put back, or its draft changed. ``fields`` says what."""

    plan: int
    fields: list[str]


@event("plan.published", subject="plan")
@dataclass(frozen=True, kw_only=True)
class PlanPublished(Fact):
    """A plan was published: what is started from now on goes by this version. ``again_from`` is the number of the older
    one that it brought back."""

    plan: int
    number: int
    again_from: int | None = None


@event("ticket.plan_started", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class PlanStarted(Fact):
    """A plan was started on the ticket."""

    ticket: int
    run: int
    plan: int
    number: int


@event("ticket.plan_finished", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class PlanFinished(Fact):
    """A plan on the ticket has no step left to do. ``outcome`` is ``done`` or ``cancelled``; ``because`` says why it
    was given up: ``person``, ``asker``, ``declined``, ``step``, ``moved`` or ``ticket``."""

    ticket: int
    run: int
    outcome: str
    because: str = ""


@event("ticket.plan_step_begun", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class StepBegun(Fact):
    """A step of a plan on the ticket began. ``opened`` is the number of the ticket that was opened for it."""

    ticket: int
    run: int
    step: str
    kind: str
    opened: int | None = None


@event("ticket.plan_step_ended", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class StepEnded(Fact):
    """A step of a plan on the ticket ended. ``outcome`` is ``done``, ``declined`` or ``skipped``; ``because`` is
    ``condition`` or ``person`` for one that was skipped."""

    ticket: int
    run: int
    step: str
    kind: str
    outcome: str
    because: str = ""


@event("ticket.plan_step_failed", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class StepFailed(Fact):
    """A step of a plan on the ticket could not be done, however often it was tried, or its task was cancelled. Somebody
    has to restart or skip it."""

    ticket: int
    run: int
    step: str
    problem: str


@event("ticket.plan_step_late", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class StepLate(Fact):
    """A step of a plan on the ticket has not ended by the time that it says. Told once."""

    ticket: int
    run: int
    step: str


@event("ticket.plan_step_restarted", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class StepRestarted(Fact):
    """A step that had failed begins again, or one that was done is open again with its task (``because`` is
    ``reopened``)."""

    ticket: int
    run: int
    step: str
    because: str = ""


@event("ticket.plan_step_added", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class StepAdded(Fact):
    """A step was added to a plan for this ticket alone."""

    ticket: int
    run: int
    step: str
    kind: str


@event("ticket.plan_called", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class PlanCalled(Fact):
    """A step of a plan calls whoever listens. ``call`` is the word that the step gives; the step waits until a program
    reports its end."""

    ticket: int
    run: int
    step: str
    call: str
