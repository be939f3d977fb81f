"""Facts by which modules that want something of a ticket learn what became of it. They are not part of a ticket's
history: whoever carries it out tells that in facts of its own."""

from __future__ import annotations

from dataclasses import dataclass

from deskhand.kernel.events import Fact, event


@event("approval.decided", subject="approval")
@dataclass(frozen=True, kw_only=True)
class ApprovalDecided(Fact):
    """An approval of a ticket has ended. ``key`` is the word of the one who asked. ``outcome`` is ``approved``,
    ``declined`` or ``withdrawn``; ``because`` says what decided: ``people``, ``deadline``, ``skipped`` or ``asker``."""

    approval: int
    ticket: int
    key: str
    outcome: str
    because: str


@event("plan.ended", subject="run")
@dataclass(frozen=True, kw_only=True)
class PlanEnded(Fact):
    """A plan has no step left to do. ``run`` is known to whoever carried it out, ``key`` is the word of the one who
    started it. ``outcome`` is ``done`` or ``cancelled``."""

    run: int
    ticket: int
    key: str
    outcome: str


@event("answers.changed", subject="ticket")
@dataclass(frozen=True, kw_only=True)
class TicketAnswersChanged(Fact):
    """What :func:`answered.answers_of` tells of a ticket is another thing now. ``codes`` are those of the answers.
    ``is_material``: whoever approved the ticket approved something else."""

    ticket: int
    codes: list[str]
    is_material: bool
