"""Work of journeys in the background. Each job is one transaction: what it does and that it was done."""

from __future__ import annotations

from django.db.models import Q

from deskhand.jobs.queue import job
from deskhand.jobs.schedule import every
from deskhand.kernel import clock, switches
from deskhand.modules.journeys.actions import approval, course
from deskhand.modules.journeys.models import Activity, Journey, State
from deskhand.modules.journeys.querysets import MODULE
from deskhand.tickets.models.choices import FINISHED

MINUTE = 60.0

BATCH = 500
"""Journeys that are looked at again at once; the next time goes on."""


@job()
def go_on(journey_id: int) -> None:
    """Do what follows now."""
    course.go_on(journey_id=journey_id)


@job()
def tell_decided(journey_id: int, activity_id: int, ticket_id: int, outcome: str) -> None:
    """An approval has ended."""
    approval.decided(journey_id=journey_id, activity_id=activity_id, ticket_id=ticket_id, outcome=outcome)


_GONE_ON = Q(ticket__survivor__isnull=False, ticket__survivor__deleted_at=None, ticket__survivor__is_spam=False)
_ENDED = Q(_GONE_ON, ticket__survivor__category__in=FINISHED) | Q(~_GONE_ON, ticket__category__in=FINISHED)
"""What ``course.worked_on`` says of one activity: the ticket on which it goes on has ended."""


@job()
def look_at_the_due() -> None:
    """Journeys whose instant has come, and tickets that ended on a desk that has journeys off by now, or lie on one
    that was closed. Two queries."""
    on = switches.desks_with(MODULE)
    due = Journey.objects.within(on).due(clock.now()).order_by("wakes_at").values_list("pk", "desk_id")[:BATCH]
    begun = Activity.objects.of(*on).filter(state=State.BEGUN, journey__ended_at=None)
    begun = begun.filter(_ENDED | Q(ticket__desk__is_active=False))
    ended = begun.order_by("journey_id").values_list("journey_id", "journey__desk_id").distinct()[:BATCH]
    for pk, desk_id in sorted({*due, *ended}):
        course.let_go_on(pk, desk_id)


@job()
def look_again_on(of_desk: int) -> None:
    """Every journey of a desk, and those that wait for it."""
    rows = Journey.objects.beyond_walls("a desk that has journeys on again may be waited for").running()
    waiting = Activity.objects.beyond_walls("as above").filter(desk_id=of_desk, state=State.STUCK)
    for pk, desk_id in rows.filter(desk_id=of_desk).values_list("pk", "desk_id"):
        course.let_go_on(pk, desk_id)
    for pk, desk_id in rows.filter(pk__in=waiting.values("journey_id")).values_list("pk", "desk_id"):
        course.let_go_on(pk, desk_id)


every(MINUTE, look_at_the_due)
