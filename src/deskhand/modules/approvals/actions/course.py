"""How an approval goes on. Called by the verbs, which hold the ticket and the approval, in this order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.kernel.events import emit
from deskhand.modules.approvals import conditions, content, due, engine, terms
from deskhand.modules.approvals.events import ApprovalEnded, ApprovalPutTo, ApprovalReleased, ApprovalVoided
from deskhand.modules.approvals.models import Approval, Ask, AskState, Content, Stage, StageState, State
from deskhand.modules.approvals.terms import Terms
from deskhand.modules.approvals.whom import Chosen, Circle
from deskhand.tickets.events_of_orders import ApprovalDecided
from deskhand.tickets.models import Ticket
from deskhand.tickets.models.choices import FINISHED

DECIDED = (AskState.APPROVED, AskState.DECLINED)
_VERDICTS = {
    StageState.SKIPPED: engine.APPROVED,
    StageState.APPROVED: engine.APPROVED,
    StageState.DECLINED: engine.DECLINED,
}


def hold(approval_id: int) -> tuple[Ticket, Approval]:
    """Lock the ticket, then the approval: whoever edits one and whoever decides over it wait for each other."""
    known = Approval.objects.beyond_walls("the caller has judged it").filter(pk=approval_id)
    ticket_id = known.values_list("ticket_id", flat=True).first()
    tickets = Ticket.objects.beyond_walls("the approval names its ticket").select_for_update(of=("self",))
    ticket: Ticket | None = (
        tickets.select_related("desk", "status", "requester", "service").filter(pk=ticket_id).first()
    )
    row: Approval | None = known.select_for_update(of=("self",)).first()
    if ticket is None or row is None:
        raise NotFound
    return ticket, row


def begin_round(*, actor: Actor, approval: Approval, ticket: Ticket, because: str = "stage") -> None:
    """Keep what is to be approved now, write the stages down, and ask the first."""
    body, said = content.content_of(ticket), terms.read(approval.terms)
    Content.objects.create(
        approval=approval, round=approval.round, digest=content.digest_of(body), body=body, made_at=clock.now()
    )
    groups = said.groups()
    Stage.objects.bulk_create(
        Stage(
            approval=approval,
            round=approval.round,
            place=place,
            group=groups[place],
            name=one.name,
            needs=one.needs,
            number=one.number,
        )
        for place, one in enumerate(said.stages)
    )
    go_on(actor=actor, approval=approval, ticket=ticket, because=because)


def go_on(*, actor: Actor, approval: Approval, ticket: Ticket, because: str = "stage", ended_by: str = "") -> None:
    """Ask the next stages, or end, as the answers so far have it."""
    spared: list[Ask] = []
    while True:
        stages = stages_of(approval)
        found = engine.decide([_view(one) for one in stages])
        spared += _note(stages)
        if found.word == engine.OPEN:
            release(actor=actor, approval=approval, asks=spared)
            return
        if found.word != engine.BEGIN:
            because = ended_by or _because(approval)
            finish(actor=actor, approval=approval, outcome=found.word, because=because, spared=spared)
            return
        for stage in stages:
            if stage.group == found.group and stage.state == StageState.AHEAD:
                _open(actor, approval, ticket, stage, because)


def stages_of(approval: Approval) -> list[Stage]:
    """The stages of the round that runs, with who was asked."""
    return list(approval.stages.filter(round=approval.round).order_by("place").prefetch_related("asks"))


def content_of_round(approval: Approval) -> Content:
    """What is to be approved in the round that runs."""
    found: Content = approval.contents.get(round=approval.round)
    return found


def finish(*, actor: Actor, approval: Approval, outcome: str, because: str, spared: Sequence[Ask] = ()) -> None:
    """The end: nobody else is asked, and whoever wanted to know is told in the same transaction. ``spared`` were asked
    in stages that have just been decided."""
    was_open, now = approval.is_open, clock.now()
    approval.state, approval.because, approval.ended_at = outcome, because, now
    approval.save(update_fields=["state", "because", "ended_at"])
    spared = [*spared, *close_waiting(approval.asks.all())]
    running = approval.stages.filter(state__in=(StageState.OPEN, StageState.AHEAD))
    running.update(state=StageState.CLOSED, ended_at=now, wakes_at=None)
    told = ApprovalEnded(ticket=approval.ticket_id, approval=approval.pk, outcome=outcome, because=because)
    emit(told, actor=actor, desk_id=approval.desk_id)
    release(actor=actor, approval=approval, asks=spared)
    if was_open:
        word = because if because in ("people", "deadline", "skipped") else "asker"
        fact = ApprovalDecided(
            approval=approval.pk, ticket=approval.ticket_id, key=approval.key, outcome=outcome, because=word
        )
        emit(fact, actor=actor, desk_id=approval.desk_id)


def close_waiting(asks: Any) -> list[Ask]:
    """Ask them no more. Returns those who had not decided."""
    found = list(asks.filter(state=AskState.WAITING).order_by("pk"))
    asks.filter(pk__in=[one.pk for one in found]).update(state=AskState.CLOSED)
    return found


def release(*, actor: Actor, approval: Approval, asks: Iterable[Ask]) -> None:
    """Note who is not needed any more, in one fact."""
    found = list(asks)
    if found:
        fact = ApprovalReleased(
            ticket=approval.ticket_id,
            approval=approval.pk,
            asks=[one.pk for one in found],
            people=sorted({one.person_id for one in found}),
        )
        emit(fact, actor=actor, desk_id=approval.desk_id)


def void_if_changed(*, actor: Actor, approval: Approval, ticket: Ticket) -> bool:
    """Begin anew where what was to be approved has changed. Returns whether it had."""
    counts = approval.state == State.OPEN or (approval.state == State.APPROVED and ticket.category not in FINISHED)
    if not counts or ticket.desk_id != approval.desk_id:
        return False
    if content.digest_of(content.content_of(ticket)) == content_of_round(approval).digest:
        return False
    here = approval.asks.filter(stage__round=approval.round)
    decided = sorted(set(here.filter(state__in=DECIDED).exclude(decided_by=None).values_list("decided_by", flat=True)))
    here.filter(state__in=(AskState.WAITING, *DECIDED)).update(state=AskState.VOID)
    approval.stages.filter(round=approval.round).update(state=StageState.VOID, wakes_at=None)
    approval.round, approval.state, approval.because, approval.ended_at = approval.round + 1, State.OPEN, "", None
    approval.save(update_fields=["round", "state", "because", "ended_at"])
    emit(ApprovalVoided(ticket=ticket.pk, approval=approval.pk, people=decided), actor=actor, desk_id=approval.desk_id)
    begin_round(actor=actor, approval=approval, ticket=ticket, because="edit")
    return True


def put_to(
    *, actor: Actor, approval: Approval, stage: Stage, chosen: Sequence[Chosen], because: str, person: int | None = None
) -> list[Ask]:
    """Ask these people in the stage."""
    now, seen = clock.now(), content_of_round(approval)
    made = [
        Ask.objects.create(
            approval=approval,
            stage=stage,
            content=seen,
            person_id=one.person,
            why=one.why,
            instead_of_id=one.instead_of,
            asked_at=now,
        )
        for one in chosen
    ]
    fact = ApprovalPutTo(
        ticket=approval.ticket_id,
        approval=approval.pk,
        asks=[one.pk for one in made],
        people=[one.person_id for one in made],
        because=because,
        person=person,
    )
    emit(fact, actor=actor, desk_id=approval.desk_id)
    return made


def circle_of(approval: Approval, ticket: Ticket) -> Circle:
    """Whom the approval could ask."""
    return Circle(ticket, terms.read(approval.terms), approval.asked_by_id)


def _open(actor: Actor, approval: Approval, ticket: Ticket, stage: Stage, because: str) -> None:
    said = terms.read(approval.terms)
    asked, circle, now = said.stages[stage.place], circle_of(approval, ticket), clock.now()
    left_out = "" if conditions.holds(asked.query, ticket) else "condition"
    left_out = left_out or ("own" if circle.skips_own(asked) else "")
    if left_out:
        stage.state, stage.because, stage.ended_at = StageState.SKIPPED, left_out, now
        stage.save(update_fields=["state", "because", "ended_at"])
        return
    stage.state, stage.opened_at = StageState.OPEN, now
    due.set_times(stage, asked, ticket, now)
    stage.save(update_fields=["state", "opened_at", "deadline_at", "remind_at", "wakes_at"])
    due.listen(approval.desk_id, stage)
    chosen = circle.chosen(asked)
    earlier = _approved_earlier(approval, said)
    put_to(
        actor=actor,
        approval=approval,
        stage=stage,
        chosen=[one for one in chosen if one.person not in earlier],
        because=because,
    )
    for one in chosen:
        if one.person in earlier:
            _repeat(approval, stage, one.person, now)


def _approved_earlier(approval: Approval, said: Terms) -> set[int]:
    if not said.skips_repeated:
        return set()
    here = approval.asks.filter(stage__round=approval.round, state=AskState.APPROVED)
    return set(here.values_list("decided_by_id", flat=True)) - {None}


def _repeat(approval: Approval, stage: Stage, person_id: int, now: datetime) -> None:
    """What somebody approved in an earlier stage counts here, too."""
    Ask.objects.create(
        approval=approval,
        stage=stage,
        content=content_of_round(approval),
        person_id=person_id,
        why="earlier",
        state=AskState.APPROVED,
        asked_at=now,
        decided_at=now,
        decided_by_id=person_id,
        channel="system",
    )


def _view(stage: Stage) -> engine.StageView:
    counted = [one for one in stage.asks.all() if one.state in (AskState.WAITING, *DECIDED)]
    done = sorted((one for one in counted if one.state in DECIDED), key=lambda one: (one.decided_at, one.pk))
    return engine.StageView(
        group=stage.group,
        needs=stage.needs,
        number=stage.number,
        asked=None if stage.state == StageState.AHEAD else len(counted),
        votes=tuple(one.state == AskState.APPROVED for one in done),
        verdict=_VERDICTS.get(StageState(stage.state), ""),
    )


def _note(stages: Sequence[Stage]) -> list[Ask]:
    """A stage that is decided asks nobody any more. Returns those who had not decided."""
    spared: list[Ask] = []
    for stage in stages:
        if stage.state != StageState.OPEN:
            continue
        outcome: Any = engine.stage_outcome(_view(stage))
        if outcome != engine.OPEN:
            spared += close(stage, outcome)
    return spared


def close(stage: Stage, outcome: str, because: str = "people") -> list[Ask]:
    """Note what the stage came to. Returns those who had not decided."""
    stage.state, stage.because, stage.ended_at, stage.wakes_at = outcome, because, clock.now(), None
    stage.save(update_fields=["state", "because", "ended_at", "wakes_at"])
    return close_waiting(stage.asks.all())


def _because(approval: Approval) -> str:
    """People, if anybody decided in this round."""
    here = approval.asks.filter(stage__round=approval.round, state__in=DECIDED).exclude(why="earlier")
    if here.exists():
        return "people"
    by_time = approval.stages.filter(round=approval.round, because="deadline").exists()
    return "deadline" if by_time else "skipped"
