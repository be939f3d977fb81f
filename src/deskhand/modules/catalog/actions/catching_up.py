"""What happened to tickets, approvals and plans while the module was off: lines go where they would have gone."""

from __future__ import annotations

from django.db.models import F, Q

from deskhand.kernel.models import Event
from deskhand.modules.catalog.actions import going_on
from deskhand.modules.catalog.models import ENDED_STATES, LineState, OrderLine
from deskhand.tickets.models.choices import FINISHED

_ENDS = {
    LineState.APPROVAL: ("approval.decided", going_on.take_decision),
    LineState.WORK: ("plan.ended", going_on.take_end_of_plan),
}
"""Which fact a line in that state waits for, and what it does with it."""


def catch_up(*, desk_id: int) -> None:
    """Look at every line of the desk whose ticket may have gone another way. May run twice."""
    _follow_tickets(desk_id)
    for state in _ENDS:
        _take_facts(desk_id, state)


def _follow_tickets(desk_id: int) -> None:
    rows = OrderLine.objects.within(desk_id).exclude(ticket=None).exclude(state=LineState.CART)
    left = rows.exclude(ticket__desk_id=F("desk_id")).exclude(state__in=ENDED_STATES)
    for ticket_id in list(left.values_list("ticket_id", flat=True)):
        going_on.leave_desk(ticket_id=ticket_id)
    here = rows.filter(ticket__desk_id=F("desk_id"))
    has_ended, is_finished = Q(state__in=ENDED_STATES), Q(ticket__category__in=FINISHED)
    other = here.filter((has_ended & ~is_finished) | (~has_ended & is_finished))
    for ticket_id, category in list(other.values_list("ticket_id", "ticket__category")):
        going_on.follow_ticket(ticket_id=ticket_id, category=category)


def _take_facts(desk_id: int, state: LineState) -> None:
    """What was decided or done for the lines in that state since the first of them was ordered."""
    code, take = _ENDS[state]
    rows = OrderLine.objects.within(desk_id).filter(state=state, ordered_at__isnull=False)
    waiting = {one.key: one.ordered_at for one in rows.only("pk", "ordered_at", "desk_id")}
    if not waiting:
        return
    told = Event.objects.filter(desk_id=desk_id, code=code, at__gte=min(waiting.values())).order_by("pk")
    outcomes = {one["key"]: one["outcome"] for one in told.values_list("values", flat=True) if one["key"] in waiting}
    for key, outcome in outcomes.items():
        take(key=key, outcome=outcome)
