"""What happens as a step begins, by its kind: the ticket that is made, the approval that is asked for, the deed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time

from django.utils.translation import gettext as _

from deskhand.accounts.actors import actor_for
from deskhand.accounts.models import Desk, Team
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM, Actor, Channel
from deskhand.kernel.errors import Invalid
from deskhand.kernel.permissions import ADMIN
from deskhand.modules.fulfilment import calls, deeds, spans
from deskhand.modules.fulfilment.definition import Kind, Step
from deskhand.modules.fulfilment.models import Run, RunStep
from deskhand.tickets import actions, approving
from deskhand.tickets.access import may_open_on
from deskhand.tickets.answered import answers_of
from deskhand.tickets.bodies import plain
from deskhand.tickets.models import Kind as TicketKind
from deskhand.tickets.models import LinkKind, Priority, Ticket

NO_APPROVALS = "no_approvals"
"""Why an approval waits for a person of the desk: nothing gets approvals there."""


@dataclass(frozen=True, kw_only=True)
class Begun:
    """What came of a beginning. ``outcome`` is empty while the step waits for something."""

    outcome: str = ""
    ticket: Ticket | None = None
    due_at: datetime | None = None
    wakes_at: datetime | None = None
    problem: str = ""


def deskhand_on(*desks: int) -> Actor:
    """Deskhand, with all that the administrators of these desks may do, and nothing on others."""
    return replace(SYSTEM, roles={desk_id: frozenset({ADMIN}) for desk_id in desks})


def key_of(row: RunStep) -> str:
    """The word by which an approval's end finds its step."""
    return f"plan:{row.run_id}:{row.turn}:{row.code}"


def begin(run: Run, ticket: Ticket, step: Step, row: RunStep) -> Begun:
    """Begin it. The caller holds the ticket. Raises a DeskhandError where it cannot be done now."""
    return _BEGIN[step.kind](run, ticket, step, row)


def _task(run: Run, ticket: Ticket, step: Step, row: RunStep) -> Begun:
    team = None
    if step.says.get("team") is not None:
        team = Team.objects.within(run.desk_id).active().filter(pk=step.says["team"]).first()
        if team is None:
            raise Invalid(_("The team that was to get it is not there any more."))
    task = actions.open_task(
        actor=deskhand_on(run.desk_id),
        parent=ticket,
        subject=step.name,
        note=plain(step.says.get("note") or step.name),
        team=team,
        priority=Priority.of(step.says.get("priority", "normal")).value,
    )
    return Begun(ticket=task, due_at=_due(step, task))


def _due(step: Step, ticket: Ticket) -> datetime | None:
    """By when it is to have ended, by the calendar of the ticket that it is about."""
    span = step.says.get("due")
    return spans.ends_at(ticket, span) if span else None


def _approval(run: Run, ticket: Ticket, step: Step, row: RunStep) -> Begun:
    was_asked = approving.ask(
        actor=deskhand_on(run.desk_id), ticket=ticket, policy=step.says.get("policy", ""), key=key_of(row)
    )
    return Begun(problem="" if was_asked else NO_APPROVALS, due_at=_due(step, ticket))


def _action(run: Run, ticket: Ticket, step: Step, row: RunStep) -> Begun:
    if step.says.get("deed") == "end":
        return Begun(outcome="end")
    deeds.do(step.says, actor=deskhand_on(run.desk_id), ticket=ticket, reason=step.name, once=key_of(row))
    return Begun(outcome="done")


def _wait(run: Run, ticket: Ticket, step: Step, row: RunStep) -> Begun:
    until = step.says.get("until")
    if until == "span":
        at = spans.ends_at(ticket, step.says["span"])
        return Begun(wakes_at=at, due_at=at)
    if until == "answer":
        at = _answered_day(ticket, step.says.get("answer", ""))
        return Begun(wakes_at=at, due_at=at)
    return Begun()


def _answered_day(ticket: Ticket, code: str) -> datetime:
    """The beginning of the day that was answered; a moment where one was."""
    found = next((one.values for one in answers_of(ticket) if one.code == code), ())
    try:
        at = datetime.fromisoformat(found[0])
    except (IndexError, ValueError):
        raise Invalid(_("There is no date among the answers by which the step could go.")) from None
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return at if at.time() != time() else at.replace(hour=0)


def _request(run: Run, ticket: Ticket, step: Step, row: RunStep) -> Begun:
    there = Desk.objects.filter(key=step.says.get("desk", ""), is_active=True).first()
    if there is None or not may_open_on(actor_for(ticket.requester, Channel.SYSTEM), there):
        raise Invalid(_("The requester cannot open a request on the other desk."))
    new = actions.NewTicket(
        desk=there,
        subject=step.name,
        body=plain(step.says.get("text") or step.name),
        requester=ticket.requester,
        affected=ticket.affected,
        kind=TicketKind.SERVICE_REQUEST,
        may_answer=False,
    )
    actor = deskhand_on(run.desk_id, there.pk)
    made = actions.create(actor=actor, new=new)
    actions.link_tickets(actor=actor, ticket=ticket, kind=LinkKind.RELATED, to=made.number)
    return Begun(ticket=made, due_at=_due(step, ticket))


def _call(run: Run, ticket: Ticket, step: Step, row: RunStep) -> Begun:
    found = calls.named(run.desk_id, step.says.get("call", ""))
    if found is None:
        raise Invalid(_("What the step calls is not there any more."))
    call = calls.Call(ticket=ticket, run=run.pk, step=step.code, word=step.says.get("word", ""))
    return Begun(outcome="done" if found.begin(call) else "", due_at=_due(step, ticket))


_BEGIN: Mapping[str, Callable[[Run, Ticket, Step, RunStep], Begun]] = {
    Kind.TASK: _task,
    Kind.APPROVAL: _approval,
    Kind.ACTION: _action,
    Kind.WAIT: _wait,
    Kind.REQUEST: _request,
    Kind.CALL: _call,
}


def now_or_later(at: datetime | None) -> bool:
    """Whether an instant has come."""
    return at is not None and at <= clock.now()
