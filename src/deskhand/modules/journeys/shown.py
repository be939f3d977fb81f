"""A journey as people read it: its stages with their activities, each as far as the reader may know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.modules.journeys.access import is_whose
from deskhand.modules.journeys.definition import APPROVAL, DESK, PEOPLE, WHO_LABELS, Definition, Step
from deskhand.modules.journeys.models import OPEN, Activity, Journey, State
from deskhand.tickets.models import Ticket

PROBLEMS: Mapping[str, Any] = {
    "not_set_up": gettext_lazy("Its desk has not accepted this yet."),
    "ticket_cancelled": gettext_lazy("Its desk cancelled the ticket."),
    "desk_refused": gettext_lazy("Its desk takes no part any more."),
    "desk_closed": gettext_lazy("Its desk is closed."),
    "ticket_gone": gettext_lazy("Its ticket is not there any more."),
    "ticket_spam": gettext_lazy("Its ticket was marked as spam."),
    "refused": gettext_lazy("It could not begin."),
    "no_approvals": gettext_lazy("Nothing gets approvals on this desk. Go on without it, or switch approvals on."),
    "declined": gettext_lazy("It was declined. Ask again, go on without it, or end the journey."),
    "approval_withdrawn": gettext_lazy("Its approval ended without a decision."),
}
"""Why an activity is stuck, by its code."""

MARKS: Mapping[str, str] = {
    State.WAITING: "circle",
    State.BEGUN: "circle-dot",
    State.STUCK: "triangle-alert",
    State.DONE: "circle-check",
    State.SKIPPED: "minus",
    State.CANCELLED: "x",
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One activity. ``number`` is there for who may read the ticket. ``is_mine``: the reader ticks it off.
    ``ticket_at`` is the desk on which its ticket is now."""

    step: Step
    row: Activity
    number: int | None
    after: Sequence[str]
    is_mine: bool
    is_late: bool
    ticket_at: int | None
    is_merged: bool

    @property
    def is_open(self) -> bool:
        return self.row.state in OPEN

    @property
    def is_personal(self) -> bool:
        """Whether the employee or the manager ticks it off."""
        return self.step.who in PEOPLE

    @property
    def mark(self) -> str:
        return MARKS[self.row.state]

    @property
    def state(self) -> str:
        """In words."""
        return str(_("Late")) if self.is_late else str(self.row.get_state_display())

    @property
    def last_day(self) -> datetime:
        """An instant of the last day that it may take."""
        return self.row.due_at - timedelta(seconds=1)

    @property
    def problem(self) -> str:
        if self.row.state != State.STUCK:
            return ""
        return " ".join(part for part in (str(PROBLEMS.get(self.row.problem, "")), self.row.reason) if part)

    @property
    def note(self) -> str:
        """What became of its ticket while the activity goes on."""
        if self.row.state != State.BEGUN or self.row.ticket_id is None:
            return ""
        if self.step.who == APPROVAL:
            return ""
        if self.ticket_at != self.row.desk_id:
            return str(_("Its desk gave it to another desk."))
        return str(_("Its ticket was merged into another.")) if self.is_merged else ""

    @property
    def who(self) -> str:
        """The desk by its public name, or the employee or manager."""
        desk = self.row.desk
        return desk.shown_name if self.step.who == DESK and desk is not None else str(WHO_LABELS[self.step.who])


@dataclass(frozen=True)
class Timeline:
    """A journey by its stages. ``done`` and ``total`` leave out what is not needed."""

    journey: Journey
    stages: Sequence[tuple[str, Sequence[Line]]]
    done: int
    total: int

    @property
    def percent(self) -> int:
        return self.done * 100 // self.total if self.total else 100

    @property
    def lines(self) -> list[Line]:
        return [one for _stage, lines in self.stages for one in lines]


def timeline(journey: Journey, actor: Actor, *, with_unneeded: bool = True) -> Timeline:
    """For a reader who may see the journey. Two queries. Of tickets only the numbers of those that the reader may read
    are told."""
    plan = Definition.read(journey.definition)
    found = Activity.objects.of(journey.desk_id).filter(journey=journey).select_related("desk")
    became = {"desk_of_ticket": F("ticket__desk_id"), "merged_into": F("ticket__survivor_id")}
    rows = list(found.annotate(**became))
    known = {one.code: one for one in rows}
    tickets = [one.ticket_id for one in rows if one.ticket_id is not None]
    numbers = dict(Ticket.objects.visible_to(actor).filter(pk__in=tickets).values_list("pk", "number"))
    lines = [_line(plan, one, known, numbers, journey, actor) for one in plan.steps if one.code in known]
    lines = [one for one in lines if with_unneeded or one.row.state not in (State.SKIPPED, State.CANCELLED)]
    names = list(dict.fromkeys([*plan.stages, *(one.step.stage for one in lines)]))
    stages = [(name, [one for one in lines if one.step.stage == name]) for name in names]
    counted = [one for one in rows if one.state not in (State.SKIPPED, State.CANCELLED)]
    done = sum(one.state == State.DONE for one in counted)
    return Timeline(journey, [one for one in stages if one[1]], done, len(counted))


def _line(
    plan: Definition,
    step: Step,
    known: Mapping[str, Activity],
    numbers: Mapping[int, int],
    journey: Journey,
    actor: Actor,
) -> Line:
    row = known[step.code]
    open_before = [one for one in step.after if one in known and known[one].state in OPEN]
    return Line(
        step=step,
        row=row,
        number=numbers.get(row.ticket_id or 0),
        after=[plan.by_code[one].title for one in open_before],
        is_mine=step.who in PEOPLE and is_whose(actor, journey, step.who),
        is_late=row.state in OPEN and journey.ended_at is None and row.due_at <= clock.now(),
        ticket_at=getattr(row, "desk_of_ticket", None),
        is_merged=getattr(row, "merged_into", None) is not None,
    )
