"""What moves plans on: their tasks, their ticket, approvals that end."""

from __future__ import annotations

from django.db.models import Q

from deskhand.kernel.events import Fact, types
from deskhand.kernel.reactions import together
from deskhand.modules.fulfilment.actions.runs import let_go_on
from deskhand.modules.fulfilment.definition import Kind
from deskhand.modules.fulfilment.models import Run, RunStep, State
from deskhand.tickets.changes import CODES
from deskhand.tickets.events import RequesterReplied, StatusChanged, TicketDeleted, TicketLeft
from deskhand.tickets.events_of_orders import ApprovalDecided

WATCHED = frozenset(CODES) | {RequesterReplied.code, TicketDeleted.code}
"""Facts after which a question that a step waits for may have another answer."""


@together(*(types()[code] for code in sorted(WATCHED)))
def look_at_plans(fact: Fact) -> None:
    """Put the job that goes on with what this may concern. One query."""
    for run_id, desk_id in _concerned(fact):
        let_go_on(run_id, desk_id)


@together(ApprovalDecided)
def hear_of_approval(fact: ApprovalDecided) -> None:
    """Put the job that ends the step. It may be decided within the transaction that asks for it."""
    from deskhand.modules.fulfilment.jobs import tell_decided

    word, _sign, rest = fact.key.partition(":")
    run_id, _sign, rest = rest.partition(":")
    turn, _sign, code = rest.partition(":")
    if word == "plan" and run_id.isdecimal() and turn.isdecimal():
        key, desk_id = f"plan_run:{run_id}", fact.meta.desk_id
        tell_decided.put(
            ordering_key=key, desk_id=desk_id, run_id=int(run_id), turn=int(turn), code=code, outcome=fact.outcome
        )


def _concerned(fact: Fact) -> list[tuple[int, int]]:
    ticket = fact.subject_id
    ends = isinstance(fact, StatusChanged | TicketDeleted | TicketLeft)
    waits = Q(kind=Kind.WAIT, state=State.ACTIVE, run__ticket_id=ticket, run__ended_at=None)
    rows = RunStep.objects.beyond_walls("a task may have gone to another desk").filter(
        waits | Q(ticket_id=ticket) if ends else waits
    )
    found = set(rows.order_by().values_list("run_id", "run__desk_id"))
    if ends:
        running = Run.objects.beyond_walls("the ticket may have gone to another desk").running()
        found |= set(running.filter(ticket_id=ticket).order_by().values_list("pk", "desk_id"))
    return sorted(found)
