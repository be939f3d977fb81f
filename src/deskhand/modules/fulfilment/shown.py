"""A run as pages, API and stages show it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.accounts.models import Team
from deskhand.modules.fulfilment.actions.beginning import NO_APPROVALS
from deskhand.modules.fulfilment.actions.course import OPEN_STATES
from deskhand.modules.fulfilment.definition import KIND_LABELS, Definition, Kind, Step
from deskhand.modules.fulfilment.models import Run, RunStep, State
from deskhand.tickets.models import Ticket

AHEAD = "ahead"
"""Where a step stands that was not reached yet."""

STATE_LABELS: Mapping[str, Any] = {**{one.value: one.label for one in State}, AHEAD: gettext_lazy("To come")}

MARKS: Mapping[str, str] = {
    State.ACTIVE: "circle-dot",
    State.TRYING: "rotate-ccw",
    State.FAILED: "triangle-alert",
    State.DONE: "check",
    State.DECLINED: "x",
    State.SKIPPED: "forward",
    State.PASSED: "minus",
    State.CANCELLED: "ban",
    AHEAD: "circle",
}
"""An icon for each state."""

PROBLEMS: Mapping[str, Any] = {
    "task_cancelled": gettext_lazy("Its task was cancelled."),
    "task_gone": gettext_lazy("Its ticket is not there any more."),
    "withdrawn": gettext_lazy("Its approval was withdrawn."),
    "error": gettext_lazy("Something broke; the log of the server says what."),
    NO_APPROVALS: gettext_lazy("Nothing gets approvals on this desk. Skip the step to go on without one."),
}
"""What is wrong with a step, by the code of its problem."""


@dataclass(frozen=True, kw_only=True)
class ShownStep:
    """One step with where it stands. ``who`` is the team that has it, ``number`` the ticket that it opened."""

    step: Step
    state: str
    row: RunStep | None
    who: str = ""
    number: int | None = None

    @property
    def label(self) -> Any:
        return STATE_LABELS[self.state]

    @property
    def kind_label(self) -> Any:
        return KIND_LABELS[self.step.kind]

    @property
    def mark(self) -> str:
        return MARKS[self.state]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def due_at(self) -> datetime | None:
        return self.row.due_at if self.row is not None else None

    @property
    def problem(self) -> str:
        """What is wrong, in words."""
        if self.row is None or not self.row.problem or not self.is_open:
            return ""
        return str(PROBLEMS.get(self.row.problem, self.row.reason))


@dataclass(frozen=True, kw_only=True)
class ShownRun:
    """A run with its steps in the order of the plan."""

    run: Run
    plan: Definition
    steps: tuple[ShownStep, ...]

    @property
    def name(self) -> str:
        return str(self.run.version.plan.name)

    @property
    def counted(self) -> tuple[int, int]:
        """How many steps are over, and of how many."""
        wanted = [one for one in self.steps if one.state != State.PASSED]
        return sum(one.state in ("done", "declined", "skipped", "cancelled") for one in wanted), len(wanted)

    @property
    def percent(self) -> int:
        over, all_of_them = self.counted
        return 100 * over // all_of_them if all_of_them else 100


def runs_of(ticket: Ticket | Any) -> list[ShownRun]:
    """What runs or ran on the ticket of its desk. Three queries."""
    rows = Run.objects.within(ticket.desk_id).here().filter(ticket_id=ticket.pk)
    return shown(rows.select_related("version__plan", "ticket"))


def shown(runs: Iterable[Run]) -> list[ShownRun]:
    """Runs of one desk with their steps. Two queries."""
    found = list(runs)
    if not found:
        return []
    desk_id, by_run = found[0].desk_id, {one.pk: Definition.read(one.definition) for one in found}
    rows: dict[tuple[int, str], RunStep] = {}
    for row in RunStep.objects.within(desk_id).filter(run__in=list(by_run)).select_related("ticket__team"):
        rows[row.run_id, row.code] = row
    wanted = {one.says["team"] for plan in by_run.values() for one in plan.steps if one.says.get("team")}
    teams = dict(Team.objects.within(desk_id).filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}
    return [_shown(run, by_run[run.pk], rows, teams) for run in found]


def in_order(plan: Definition) -> list[Step]:
    """The steps as they can follow each other; those of a circle, which no published plan has, as they were written."""
    depth: dict[str, int] = {}
    for _each in plan.steps:
        for step in plan.steps:
            depth[step.code] = max((depth.get(edge.start, 0) + 1 for edge in plan.into[step.code]), default=0)
    return sorted(plan.steps, key=lambda one: min(depth.get(one.code, 0), len(plan.steps)))


def _shown(run: Run, plan: Definition, rows: Mapping[tuple[int, str], RunStep], teams: Mapping[int, str]) -> ShownRun:
    steps = tuple(_step(run, one, rows.get((run.pk, one.code)), teams) for one in in_order(plan))
    return ShownRun(run=run, plan=plan, steps=steps)


def _step(run: Run, step: Step, row: RunStep | None, teams: Mapping[int, str]) -> ShownStep:
    state = row.state if row is not None else (AHEAD if run.ended_at is None else State.PASSED.value)
    here = row.ticket if row is not None and row.ticket is not None and row.ticket.desk_id == run.desk_id else None
    team = here.team if here is not None else None
    who = team.name if team is not None else teams.get(step.says.get("team") or 0, "")
    if step.kind == Kind.APPROVAL and not who:
        who = _("Approval")
    return ShownStep(step=step, state=state, row=row, who=who, number=here.number if here is not None else None)
