"""Bulk changes of many tickets, done in the background piece by piece, cancelled and taken back.

A piece is one job: its transaction holds what it changes, the marks of what became of each ticket, and the job of the
next piece. After a crash a piece was done or was not, never half and never twice; between two pieces everybody else
gets their turn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.actors import actor_for
from deskhand.accounts.models import Desk
from deskhand.jobs.models import Job, JobState
from deskhand.jobs.queue import job
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor, Channel
from deskhand.kernel.errors import Conflict, Denied, DeskhandError, Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.tickets import bulk_values
from deskhand.tickets.actions.bulk import UNDO_FOR, VERBS, change_one, undo_one
from deskhand.tickets.bulk_events import BulkBegun, BulkCancelled, BulkUndoBegun
from deskhand.tickets.models import BulkRow, BulkRun, BulkStage, Fate, Ticket

AT_ONCE = 100
"""Most tickets of a bulk change that whoever asks for it waits for; more are changed in the background."""

RUN_LIMIT = 10_000
"""Most tickets of one bulk change in the background."""

UNFINISHED_LIMIT = 5
"""Most bulk changes of one person that wait or are at work at the same time."""

PIECE = 25
"""Tickets of one piece: a fraction of a second, in which nobody else writes on SQLite."""

BEHIND = -5
"""Priority of the pieces: letters and notifications pass between them."""

KEEP_RUNS = timedelta(days=30)
"""How long it can be read what a bulk change did."""

WORKING = (BulkStage.WORKING, BulkStage.UNDOING)


@transaction.atomic
def begin_run(*, actor: Actor, desk: Desk, numbers: Sequence[int], verb: str, value: Any = None) -> BulkRun:
    """Begin to do ``verb`` to these tickets of the desk in the background. Numbers that the actor does not serve there
    are left out; NotFound if none is left."""
    actor.need("tickets.bulk", desk.pk)
    if verb not in VERBS:
        raise Invalid(_("This cannot be done to several tickets: %(verb)s.") % {"verb": verb})
    if len(numbers) > RUN_LIMIT:
        raise Invalid(_("At most %(limit)s tickets at once. Narrow the selection.") % {"limit": RUN_LIMIT})
    _need_room(actor)
    served = Ticket.objects.served_by(actor).filter(desk_id=desk.pk, number__in=list(numbers))
    known = sorted(served.values_list("number", flat=True))
    if not known:
        raise NotFound
    run: BulkRun = BulkRun.objects.create(
        desk=desk,
        person_id=actor.person_id,
        channel=actor.channel.value,
        verb=verb,
        value=bulk_values.packed(value),
        total=len(known),
        begun_at=clock.now(),
    )
    BulkRow.objects.bulk_create([BulkRow(run=run, number=number) for number in known], batch_size=500)
    emit(BulkBegun(bulk=run.pk, verb=verb, total=run.total), actor=actor, desk_id=desk.pk)
    go_on(run)
    return run


def run_for(actor: Actor, desk: Desk | None, pk: int) -> BulkRun:
    """A bulk change of the desk (of any for None), if the actor may change several tickets there; else NotFound."""
    desks = actor.desks_with("tickets.bulk")
    found = BulkRun.objects.within([one for one in desks if desk is None or one == desk.pk])
    run: BulkRun | None = found.select_related("desk", "person", "cancelled_by", "undone_by").filter(pk=pk).first()
    if run is None:
        raise NotFound
    return run


def may_cancel(actor: Actor, run: BulkRun) -> bool:
    """Whoever began it, and the administrators of the desk, while there is something to stop."""
    is_own = actor.person_id == run.person_id
    return run.stage == BulkStage.WORKING and (is_own or actor.may("desks.roles", run.desk_id))


def may_undo(actor: Actor, run: BulkRun) -> bool:
    """Whoever began it, for :data:`UNDO_FOR` after its end, while there is something to put back."""
    if run.stage not in (BulkStage.DONE, BulkStage.CANCELLED) or actor.person_id != run.person_id:
        return False
    in_time = run.ended_at is not None and run.ended_at >= clock.now() - UNDO_FOR
    return in_time and run.rows.filter(fate=Fate.CHANGED).exists()


@transaction.atomic
def cancel_run(*, actor: Actor, run: BulkRun) -> BulkRun:
    """Stop before the next piece. What was changed stays changed, and can be undone."""
    locked: BulkRun = _locked(run.pk, actor)
    if locked.stage != BulkStage.WORKING:
        raise Conflict(_("There is nothing to cancel: it has ended."))
    if not may_cancel(actor, locked):
        raise Denied(_("Only whoever began this, or an administrator of the desk, can cancel it."))
    locked.stage, locked.ended_at, locked.cancelled_by_id = BulkStage.CANCELLED, clock.now(), actor.person_id
    locked.save(update_fields=["stage", "ended_at", "cancelled_by"])
    emit(BulkCancelled(bulk=locked.pk), actor=actor, desk_id=locked.desk_id)
    return locked


@transaction.atomic
def undo_run(*, actor: Actor, run: BulkRun) -> BulkRun:
    """Put back, in the background, what was changed. A ticket that somebody changed again since is left alone."""
    locked: BulkRun = _locked(run.pk, actor)
    if locked.stage in WORKING:
        raise Conflict(_("This is still at work. Cancel it first."))
    if actor.person_id != locked.person_id:
        raise Denied(_("Only whoever began this can undo it."))
    if not may_undo(actor, locked):
        raise Conflict(_("There is nothing to undo: it was undone already, or it was too long ago."))
    locked.stage, locked.undone_by_id = BulkStage.UNDOING, actor.person_id
    locked.save(update_fields=["stage", "undone_by"])
    emit(BulkUndoBegun(bulk=locked.pk), actor=actor, desk_id=locked.desk_id)
    go_on(locked)
    return locked


@transaction.atomic
def continue_run(*, actor: Actor, run: BulkRun) -> None:
    """Put the next piece into the queue again, after its job died."""
    locked: BulkRun = _locked(run.pk, actor)
    if locked.stage in WORKING and not is_queued(locked):  # A piece at work holds its job, and waits for the run.
        go_on(locked)


def go_on(run: BulkRun) -> None:
    """Put the next piece into the queue, unless it is there."""
    next_piece.put(unique_key=_key(run), priority=BEHIND, desk_id=run.desk_id, run_id=run.pk, stage=run.stage)


def is_queued(run: BulkRun) -> bool:
    """Whether the job of its next piece waits, or is at work."""
    waiting = Job.objects.filter(unique_key=_key(run), state__in=[JobState.READY, JobState.RUNNING])
    return bool(waiting.exists())


def _key(run: BulkRun) -> str:
    """What the job of a run's next piece is known by: another one while it is put back, so that whoever begins that
    waits for no piece that is left of the change."""
    return f"bulk:{run.pk}:{run.stage}"


@job()
def next_piece(*, run_id: int, stage: str = "") -> None:
    """Change, or put back, the next few tickets; nothing once the run is at another ``stage`` (empty: at whatever it
    is)."""
    run = _locked(run_id)
    if run is None or run.stage not in WORKING or stage not in ("", run.stage):
        return
    is_undo = run.stage == BulkStage.UNDOING
    who = run.undone_by if is_undo and run.undone_by else run.person
    ahead = run.rows.filter(fate=Fate.CHANGED if is_undo else Fate.WAITING).order_by("number")
    piece = list(ahead[: PIECE + 1])
    if who.is_active:
        _work(run, actor_for(who, Channel(run.channel)), piece[:PIECE], is_undo=is_undo)
    if who.is_active and len(piece) > PIECE:
        go_on(run)
    else:
        _ended(run, is_undo=is_undo)


def forget_runs(*, before: datetime) -> None:
    """Forget bulk changes that were begun before this instant and have ended."""
    old = BulkRun.objects.beyond_walls("of every desk").filter(begun_at__lt=before)
    old.exclude(stage__in=WORKING).delete()


def _work(run: BulkRun, actor: Actor, piece: list[BulkRow], *, is_undo: bool) -> None:
    numbers = [row.number for row in piece]
    one = partial(_put_back, actor, run) if is_undo else _changer(actor, run, numbers)
    for row in piece:
        one(row)
    BulkRow.objects.bulk_update(piece, ["fate", "was", "became", "why"])


def _changer(actor: Actor, run: BulkRun, numbers: list[int]) -> Callable[[BulkRow], None]:
    there = Ticket.objects.served_by(actor).filter(desk_id=run.desk_id, number__in=numbers)
    tickets = {one.number: one for one in there}

    def change(row: BulkRow) -> None:
        try:
            if row.number not in tickets:
                raise NotFound(_("It is not on this desk any more."))
            row.was, row.became = change_one(actor, tickets[row.number], run.verb, bulk_values.unpacked(run))
            row.fate = Fate.UNCHANGED if row.was == row.became else Fate.CHANGED
        except DeskhandError as refusal:
            row.fate, row.why = Fate.REFUSED, str(refusal)

    return change


def _put_back(actor: Actor, run: BulkRun, row: BulkRow) -> None:
    try:
        undo_one(actor, run.verb, row.number, row.was, row.became)
        row.fate = Fate.UNDONE
    except DeskhandError as refusal:
        row.fate, row.why = Fate.KEPT, str(refusal)


def _ended(run: BulkRun, *, is_undo: bool) -> None:
    if is_undo:
        run.stage, run.undone_at = BulkStage.UNDONE, clock.now()
    else:  # Of whoever left the house meanwhile nothing is done any more.
        run.stage = BulkStage.DONE if run.person.is_active else BulkStage.CANCELLED
        run.ended_at = clock.now()
    run.save(update_fields=["stage", "undone_at", "ended_at"])


def _need_room(actor: Actor) -> None:
    if actor.person_id is None:
        raise Denied(_("Only a person can change many tickets at once."))
    own = BulkRun.objects.beyond_walls("one's own").filter(person_id=actor.person_id, stage__in=WORKING)
    if own.count() >= UNFINISHED_LIMIT:
        raise Invalid(_("%(limit)s bulk changes of yours are at work. Wait for one.") % {"limit": UNFINISHED_LIMIT})


def _locked(run_id: int, actor: Actor | None = None) -> Any:
    """The row, held. With an actor: one that they may see, else NotFound; without: None for one that is gone."""
    found = BulkRun.objects.beyond_walls("the worker serves all desks; others passed run_for")
    if actor is not None:
        found = BulkRun.objects.within(actor.desks_with("tickets.bulk"))
    run = found.select_related("person", "undone_by", "desk").select_for_update(of=("self",)).filter(pk=run_id).first()
    if run is None and actor is not None:
        raise NotFound
    return run
