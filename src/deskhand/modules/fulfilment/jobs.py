"""Work of plans in the background. Each job is one transaction: what it does and that it was done."""

from __future__ import annotations

from deskhand.jobs.queue import job
from deskhand.jobs.schedule import every
from deskhand.kernel import clock, switches
from deskhand.modules.fulfilment.actions import runs, steering
from deskhand.modules.fulfilment.definition import Kind
from deskhand.modules.fulfilment.models import Run, RunStep, State
from deskhand.modules.fulfilment.querysets import MODULE, StepQuerySet
from deskhand.tickets.models.choices import FINISHED

MINUTE, LONG = 60.0, 600.0

BATCH = 500
"""Runs that are looked at again at once; the next time goes on."""


@job()
def go_on(run_id: int) -> None:
    """Do what follows now."""
    runs.go_on(run_id=run_id)


@job()
def ring(run_id: int) -> None:
    """An instant has come for which a step waited."""
    named = Run.objects.beyond_walls("named by its own job").filter(pk=run_id)
    desk_id = named.values_list("desk_id", flat=True).first()
    if desk_id is not None:
        runs.let_go_on(run_id, desk_id)


@job()
def tell_decided(run_id: int, turn: int, code: str, outcome: str) -> None:
    """An approval has ended."""
    steering.decided(run_id=run_id, turn=turn, code=code, outcome=outcome)


@job()
def tell_late(run_id: int) -> None:
    """Steps of a run are overdue."""
    runs.tell_late(run_id=run_id)


@job()
def look_at_the_due() -> None:
    """Whatever should have rung by now, and requests that ended on a desk without plans."""
    here = RunStep.objects.within(switches.desks_with(MODULE))
    _look(here.due(clock.now()))
    _look(here.live().filter(kind=Kind.REQUEST, state=State.ACTIVE, ticket__category__in=FINISHED))
    for run_id, desk_id in _runs_of(here.late(clock.now()).filter(late_at=None)):
        tell_late.put(ordering_key=f"plan_run:{run_id}", desk_id=desk_id, run_id=run_id)


@job()
def look_at_questions() -> None:
    """Steps that wait until something is so: time alone may make it so."""
    here = RunStep.objects.within(switches.desks_with(MODULE))
    _look(here.live().filter(kind=Kind.WAIT, state=State.ACTIVE, wakes_at=None))


@job()
def look_again_on(of_desk: int) -> None:
    """Every run of a desk."""
    for run_id in Run.objects.within(of_desk).running().values_list("pk", flat=True):
        runs.let_go_on(run_id, of_desk)


def _look(found: StepQuerySet) -> None:
    for run_id, desk_id in _runs_of(found):
        runs.let_go_on(run_id, desk_id)


def _runs_of(found: StepQuerySet) -> list[tuple[int, int]]:
    return list(found.order_by("run_id").values_list("run_id", "run__desk_id").distinct()[:BATCH])


every(MINUTE, look_at_the_due)
every(LONG, look_at_questions)
