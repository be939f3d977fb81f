"""Approval as an activity: what was asked for on a ticket of the desk that runs the journey is decided, or asked no
more. Who decides is not known here: one asks through :mod:`deskhand.tickets.approving`."""

from __future__ import annotations

from django.db import transaction

from deskhand.kernel.errors import NotFound
from deskhand.modules.journeys.actions.beginning import deskhand_on, key_of
from deskhand.modules.journeys.actions.course import DECLINED, WITHDRAWN, Course, let_go_on
from deskhand.modules.journeys.models import OPEN, Activity, State
from deskhand.tickets import approving
from deskhand.tickets.actions import transition
from deskhand.tickets.models import Category, Ticket
from deskhand.tickets.models.choices import FINISHED


@transaction.atomic
def decided(*, journey_id: int, activity_id: int, ticket_id: int, outcome: str) -> None:
    """Granted, the journey goes on; declined, the activity is stuck, and who runs the journey is told. Nothing where
    the activity waits for it no more."""
    try:
        course = Course.held(journey_id)
    except NotFound:
        return
    row = next((one for one in course.rows.values() if one.pk == activity_id), None)
    if row is None or row.state not in OPEN or row.ticket_id != ticket_id or course.journey.ended_at is not None:
        return
    if outcome == "withdrawn":
        if row.state != State.STUCK:
            course.stick(row, WITHDRAWN)
    elif outcome == "approved":
        course.finish(row, State.DONE)
        _close(row, Category.RESOLVED)
    else:
        course.stick(row, DECLINED)
        _close(row, Category.CANCELLED)
    course.note_when_to_wake()
    let_go_on(journey_id, course.journey.desk_id)


def withdraw(row: Activity) -> None:
    """Ask no more. Nothing for what is no approval, was decided, or lies on another desk by now."""
    ticket = row.ticket
    if ticket is not None and row.desk_id is not None and ticket.desk_id == row.desk_id:
        approving.withdraw(actor=deskhand_on(row.desk_id), ticket=ticket, key=key_of(row))


def _close(row: Activity, category: Category) -> None:
    """The ticket follows its approval, unless it has ended or went elsewhere."""
    rows = Ticket.objects.within(row.desk_id or 0).select_for_update(of=("self",))
    ticket: Ticket | None = rows.filter(pk=row.ticket_id or 0).first()
    if ticket is not None and ticket.category not in FINISHED:
        transition.move(actor=deskhand_on(ticket.desk_id), ticket=ticket, category=category, because="approval")
