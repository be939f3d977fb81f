"""What people are told about plans: that a step waits for somebody, or is overdue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.accounts.power import leads_of
from deskhand.kernel.actor import Actor
from deskhand.kernel.events import Fact
from deskhand.kernel.models import Event
from deskhand.kernel.reactions import afterwards
from deskhand.modules.fulfilment.events import StepFailed, StepLate
from deskhand.modules.fulfilment.models import Run, RunStep
from deskhand.modules.fulfilment.querysets import MODULE
from deskhand.notify.actions import tell
from deskhand.notify.kinds import Kind, Line, register
from deskhand.notify.models import Notification
from deskhand.tickets import veiled
from deskhand.tickets.telling_lines import write_lines


def lines(rows: Sequence[Notification], actor: Actor) -> Mapping[int, Line]:
    """The plan of each, for tickets that the reader may still see. Two queries, however many there are."""
    facts = dict(Event.objects.filter(pk__in={row.event_id for row in rows}).values_list("pk", "values"))
    runs = Run.objects.served_by(actor).select_related("version__plan", "ticket")
    known = {one.pk: one for one in runs.filter(pk__in={values.get("run") for values in facts.values()})}
    found = {row.pk: (row.kind, facts.get(row.event_id or 0, {})) for row in rows}
    told = {pk: (kind, values, known.get(values.get("run"))) for pk, (kind, values) in found.items()}
    return {pk: _line(kind, values, run) for pk, (kind, values, run) in told.items() if run is not None}


def _line(kind: str, values: Mapping[str, Any], run: Run) -> Line:
    steps = {one["code"]: one["name"] for one in run.definition.get("steps", ())}
    said = {"step": steps.get(values.get("step"), ""), "name": run.version.plan.name}
    if kind == "plan_late":
        words = _("“%(step)s” of the plan “%(name)s” is overdue") % said
    else:
        words = _("“%(step)s” of the plan “%(name)s” waits for somebody") % said
    url = reverse("fulfilment:run", args=[run.ticket.number, run.pk])
    told = Line(words, run.ticket.subject, url, "git-compare", mark=f"#{run.ticket.number}")
    return veiled.line(run.ticket, told)


register(
    Kind(
        code="plan_failed",
        title=gettext_lazy("A plan that is stuck"),
        detail=gettext_lazy("A step of a plan failed, and somebody has to restart or skip it."),
        lines=lines,
        write=write_lines,
        module=MODULE,
    )
)
register(
    Kind(
        code="plan_late",
        title=gettext_lazy("A step of a plan that is overdue"),
        detail=gettext_lazy("A step of a plan has not ended by the time that it says."),
        lines=lines,
        write=write_lines,
        module=MODULE,
    )
)


@afterwards(StepFailed)
def tell_of_failing(fact: StepFailed) -> None:
    """Whoever leads the desk; without leads, who administers it; and whoever has the ticket."""
    run = _run_of(fact, fact.run)
    if run is not None:
        _tell("plan_failed", fact, run, {run.ticket.assignee_id})


@afterwards(StepLate)
def tell_of_being_late(fact: StepLate) -> None:
    """The same people, and whoever has the task."""
    run = _run_of(fact, fact.run)
    if run is None:
        return
    rows = RunStep.objects.within(run.desk_id).filter(run=run, code=fact.step)
    has_it = set(rows.filter(ticket__desk_id=run.desk_id).values_list("ticket__assignee_id", flat=True))
    _tell("plan_late", fact, run, {run.ticket.assignee_id} | has_it)


def _run_of(fact: Fact, pk: int) -> Run | None:
    found: Run | None = Run.objects.within(fact.meta.desk_id or 0).here().select_related("ticket").filter(pk=pk).first()
    return found


def _tell(kind: str, fact: Fact, run: Run, besides: set[int | None]) -> None:
    people = leads_of(run.desk_id) | {one for one in besides if one is not None}
    tell(kind=kind, fact=fact, people=people, ticket_number=run.ticket.number)
