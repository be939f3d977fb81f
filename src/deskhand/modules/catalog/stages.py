"""Where an order stands, for its requester: the stages that the catalog knows itself."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from deskhand.kernel import clock
from deskhand.modules.catalog import expected
from deskhand.modules.catalog.access import WITH
from deskhand.modules.catalog.models import ENDED_STATES, LineState, OrderLine
from deskhand.tickets.models import Ticket
from deskhand.tickets.stages import FIRST, LAST, Stage, StageState

DECIDED, WORKED = 25, 50
"""Places of what the catalog tells itself where no other module does."""


def line_of(ticket: Ticket) -> OrderLine | None:
    """The line of the ticket on its desk."""
    found: OrderLine | None = (
        OrderLine.objects.within(ticket.desk_id).select_related(*WITH).filter(ticket=ticket).first()
    )
    return found


def stages(ticket: Ticket) -> list[Stage]:
    """Ordered, waiting for the desk, being worked on, delivered. None for what was not ordered."""
    line = line_of(ticket)
    return stages_of_line(line) if line is not None else []


def stages_of_line(line: OrderLine) -> list[Stage]:
    """The same of a line."""
    begun = line.ordered_at or line.added_at
    found = [Stage(label=_("Ordered"), state=StageState.DONE, place=FIRST, at=begun)]
    if line.state == LineState.PLANNED:
        found.append(_planned(line))
    if line.state == LineState.STUCK:
        found.append(Stage(label=_("The desk looks at it"), state=StageState.NOW, place=DECIDED, who=_team(line)))
    if line.state == LineState.WORK and not line.item.plan:
        found.append(Stage(label=_("Being worked on"), state=StageState.NOW, place=WORKED, who=_team(line)))
    return [*found, _last(line, begun)]


def _planned(line: OrderLine) -> Stage:
    return Stage(label=_("Planned"), state=StageState.NOW, place=FIRST + 1, expected=line.starts_on)


def _last(line: OrderLine, begun: datetime) -> Stage:
    if line.state in ENDED_STATES:
        if line.ticket is not None and line.ticket.desk_id != line.desk_id:
            label = _("Went to another desk, and is no order there")
            return Stage(label=label, state=StageState.STOPPED, place=LAST, at=line.ended_at)
        labels = {
            LineState.DELIVERED: _("Delivered"),
            LineState.DECLINED: _("Declined"),
            LineState.CANCELLED: _("Cancelled"),
        }
        is_there = line.state == LineState.DELIVERED
        state = StageState.DONE if is_there else StageState.STOPPED
        return Stage(label=labels[LineState(line.state)], state=state, place=LAST, at=line.ended_at)
    day = expected.day_for(line, line.begun_at or max(begun, clock.now()))
    return Stage(label=_("Delivered"), state=StageState.AHEAD, place=LAST, expected=day)


def _team(line: OrderLine) -> str:
    return line.item.team.name if line.item.team is not None else line.desk.shown_name
