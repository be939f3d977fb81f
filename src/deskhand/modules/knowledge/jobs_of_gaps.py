"""Work by the clock: what was inferred, what is answered by now, and which searches are forgotten."""

from __future__ import annotations

from deskhand.accounts.models import Desk
from deskhand.jobs.queue import Finish, job
from deskhand.jobs.schedule import every
from deskhand.kernel import clock, switches
from deskhand.modules.knowledge import gaps
from deskhand.modules.knowledge.actions import inferring
from deskhand.modules.knowledge.actions.gaps import close_answered, forget_searches
from deskhand.modules.knowledge.querysets import MODULE

HOUR_SECONDS = 3_600.0
"""How often openings are judged."""

DAY_SECONDS = 86_400.0
"""How often old searches are swept, and searches without result are asked again."""

SETTLES_SECONDS = 300.0
"""How long after an article was published searches without result are asked again: several are published together."""

SWEPT = 5_000
"""Old searches that are forgotten in one transaction."""


@job()
def settle_inferred() -> None:
    """Judge openings whose time is over, and take back what was inferred of people who asked after all."""
    inferring.take_back()
    if inferring.settle_openings() >= inferring.BATCH:
        settle_inferred.put()


@job()
def sweep_searches() -> None:
    """Forget searches that are too old, and what was decided about them."""
    if forget_searches(before=clock.now() - gaps.SEARCHES_KEPT, at_once=SWEPT) >= SWEPT:
        sweep_searches.put()


@job(outside=True)
def look_for_answers(desk: int) -> Finish | None:
    """Ask a desk's searches without result again."""
    here = Desk.objects.get(pk=desk)
    found = gaps.answered_now(here)
    return (lambda: close_answered(here, found)) if found else None


@job()
def look_everywhere() -> None:
    """Ask those of all desks."""
    for desk in switches.desks_with(MODULE):
        look_for_answers.put(desk_id=desk, unique_key=f"knowledge-gaps-{desk}", desk=desk)


every(HOUR_SECONDS, settle_inferred)
every(DAY_SECONDS, sweep_searches)
every(DAY_SECONDS, look_everywhere)
