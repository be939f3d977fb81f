"""Whether what a step waits for has come: told from how things are, not from what was heard."""

from __future__ import annotations

from deskhand.kernel import clock
from deskhand.modules.fulfilment import conditions
from deskhand.modules.fulfilment.definition import Kind, Step
from deskhand.modules.fulfilment.models import RunStep
from deskhand.tickets.models import Category, Message, MessageKind, Ticket

CANCELLED, GONE = "task_cancelled", "task_gone"
"""Why a task failed its step: somebody cancelled it, or it is not there any more."""

ENDED = frozenset({Category.RESOLVED.value, Category.CLOSED.value})


def outcome_of(step: Step, row: RunStep, ticket: Ticket, others: list[RunStep]) -> str:
    """``done`` or ``declined`` once it ended, a problem's code if it failed, else empty. ``others`` are the steps of
    its run."""
    if step.kind in (Kind.TASK, Kind.REQUEST):
        return _of_ticket(row, is_task=step.kind == Kind.TASK)
    if step.kind != Kind.WAIT:
        return ""
    until = step.says.get("until")
    if until in ("span", "answer"):
        return "done" if row.wakes_at is not None and row.wakes_at <= clock.now() else ""
    if until == "tasks":
        tasks = [one for one in others if one.kind == Kind.TASK]
        return "done" if all(one.ended_at is not None for one in tasks) else ""
    if until == "reply":
        return "done" if _has_replied(ticket, row) else ""
    return "done" if conditions.holds(step.says.get("query", ""), ticket) else ""


def is_open(row: RunStep) -> bool:
    """Whether the ticket of a step is there and unfinished."""
    found = row.ticket
    return found is not None and found.deleted_at is None and found.category not in (*ENDED, Category.CANCELLED)


def _of_ticket(row: RunStep, *, is_task: bool) -> str:
    found = row.ticket
    if found is None or found.deleted_at is not None:
        return GONE
    if found.category in ENDED:
        return "done"
    if found.category == Category.CANCELLED:
        return CANCELLED if is_task else "declined"
    return ""


def _has_replied(ticket: Ticket, row: RunStep) -> bool:
    found = Message.objects.within(ticket.desk_id).filter(ticket=ticket, side="requester", kind=MessageKind.REPLY)
    return bool(found.filter(created_at__gt=row.begun_at).exists())
