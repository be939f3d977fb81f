"""Steps that somebody has to look at, over all tickets of a desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from deskhand.accounts.models import Desk
from deskhand.kernel import clock
from deskhand.modules.fulfilment.definition import Definition
from deskhand.modules.fulfilment.models import RunStep, State
from deskhand.modules.fulfilment.querysets import StepQuerySet
from deskhand.modules.fulfilment.shown import ShownStep


@dataclass(frozen=True, kw_only=True)
class StuckStep:
    """A step, its run, and whether it is merely late."""

    row: RunStep
    shown: ShownStep

    @property
    def is_late(self) -> bool:
        return self.row.state == State.ACTIVE

    @property
    def may_restart(self) -> bool:
        return self.row.state in (State.FAILED, State.TRYING)

    @property
    def since(self) -> datetime:
        """When it began to be stuck, as far as is known: its day, or when it was begun."""
        return self.row.due_at if self.is_late and self.row.due_at is not None else self.row.begun_at


def of_desk(desk: Desk) -> StepQuerySet:
    """The rows, what waits longest first."""
    rows: StepQuerySet = RunStep.objects.within(desk).stuck(clock.now()).order_by("begun_at", "pk")
    return rows


def shown(rows: list[RunStep]) -> list[StuckStep]:
    """As the page shows them; the caller has read the runs with them (:data:`PARTS`)."""
    return [StuckStep(row=row, shown=_step(row)) for row in rows]


PARTS = ("run__version__plan", "run__ticket", "ticket__team")


def _step(row: RunStep) -> ShownStep:
    step = Definition.read(row.run.definition).by_code[row.code]
    here = row.ticket if row.ticket is not None and row.ticket.desk_id == row.run.desk_id else None
    who = here.team.name if here is not None and here.team is not None else ""
    return ShownStep(step=step, state=row.state, row=row, who=who, number=here.number if here is not None else None)
