"""Excusing a promise that was not kept: one person asks and says why, a second one decides."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, Denied, Invalid, NotFound
from deskhand.kernel.events import Fact, emit
from deskhand.modules.sla.events import WaiverAsked, WaiverConfirmed, WaiverRefused, WaiverReopened, WaiverWithdrawn
from deskhand.modules.sla.models import STANDING, Clock, Waiver, WaiverState

REASON_LIMIT = 2_000
"""Longest reason of a waiver, and longest answer to it, in characters."""

_FACTS: dict[str, type[WaiverAsked]] = {
    WaiverState.CONFIRMED: WaiverConfirmed,
    WaiverState.REFUSED: WaiverRefused,
    WaiverState.WITHDRAWN: WaiverWithdrawn,
    WaiverState.ASKED: WaiverReopened,
}


@transaction.atomic
def ask_waiver(*, actor: Actor, row: Clock, reason: str) -> Waiver:
    """Ask that a promise that was missed, or is overdue, be excused. Raises Invalid without a reason, Conflict if it
    was kept or somebody has asked already."""
    actor.need("sla.waive", row.desk_id)
    if actor.person_id is None:
        raise Denied(_("Only a person can ask for this."))
    said = _said(reason, "reason")
    if not said:
        sentence = _("Say why it should be excused.")
        raise Invalid(sentence, {"reason": sentence})
    now = Clock.objects.within(row.desk_id).select_for_update().filter(pk=row.pk).first()
    if now is None:
        raise NotFound
    if not is_broken(now):
        raise Conflict(_("Only a promise that was missed, or is overdue, can be waived."))
    known = Waiver.objects.within(row.desk_id).of_clock(now)
    if known.filter(state__in=STANDING).exists():
        raise Conflict(_("Somebody has asked for this already."))
    waiver: Waiver = Waiver.objects.create(
        desk_id=now.desk_id,
        ticket_id=now.ticket_id,
        level=now.level,
        key=now.key,
        cycle=now.cycle,
        reason=said,
        asked_by_id=actor.person_id,
        asked_at=clock.now(),
    )
    emit(_fact(WaiverAsked, waiver), actor=actor, desk_id=waiver.desk_id)
    return waiver


def is_broken(row: Clock) -> bool:
    """Whether the clock missed its promise, or goes on though it was due already."""
    if row.ended_at is None:
        return row.due_at is not None and row.due_at <= clock.now()
    return bool(row.outcome == "missed")


@transaction.atomic
def confirm_waiver(*, actor: Actor, waiver: Waiver, answer: str = "") -> Waiver:
    """Excuse it: it counts apart from then on. Raises Denied for whoever asked, Conflict if it is decided."""
    return _decide(actor, waiver, WaiverState.CONFIRMED, answer)


@transaction.atomic
def refuse_waiver(*, actor: Actor, waiver: Waiver, answer: str = "") -> Waiver:
    """Leave it missed. Raises Denied for whoever asked, Conflict if it is decided."""
    return _decide(actor, waiver, WaiverState.REFUSED, answer)


@transaction.atomic
def withdraw_waiver(*, actor: Actor, waiver: Waiver) -> Waiver:
    """Whoever asked asks no more. Raises Conflict once it is decided."""
    actor.need("sla.waive", waiver.desk_id)
    row = _locked(waiver)
    if row.asked_by_id != actor.person_id:
        raise Denied(_("Only whoever asked can withdraw it."))
    _need_open(row)
    return _turn(actor, row, WaiverState.WITHDRAWN, "")


@transaction.atomic
def reopen_waiver(*, actor: Actor, waiver: Waiver) -> Waiver:
    """Take a decision back: it waits for a second person again. For those who may decide, but for whoever asked; of one
    that was withdrawn, for whoever asked. Raises Conflict if it is not decided, or another one stands."""
    row = _locked(waiver)
    if row.state == WaiverState.WITHDRAWN:
        actor.need("sla.waive", row.desk_id)
        if row.asked_by_id != actor.person_id:
            raise Denied(_("Only whoever asked can do this."))
    else:
        _need_second(actor, row)
    if row.state == WaiverState.ASKED:
        raise Conflict(_("It is not decided yet."))
    others = Waiver.objects.within(row.desk_id).exclude(pk=row.pk)
    same = others.filter(ticket_id=row.ticket_id, level=row.level, key=row.key, cycle=row.cycle)
    if same.filter(state__in=STANDING).exists():
        raise Conflict(_("Somebody has asked for this again meanwhile."))
    return _turn(actor, row, WaiverState.ASKED, "")


def _decide(actor: Actor, waiver: Waiver, state: str, answer: str) -> Waiver:
    said = _said(answer, "answer")
    row = _locked(waiver)
    _need_second(actor, row)
    _need_open(row)
    return _turn(actor, row, state, said)


def _need_second(actor: Actor, row: Waiver) -> None:
    actor.need("sla.confirm", row.desk_id)
    if actor.person_id is None or actor.person_id == row.asked_by_id:
        raise Denied(_("A second person decides about a waiver: not the one who asked."))


def _need_open(row: Waiver) -> None:
    if row.state != WaiverState.ASKED:
        raise Conflict(_("Somebody has decided about it meanwhile. Load the page again."))


def _turn(actor: Actor, row: Waiver, state: str, answer: str) -> Waiver:
    is_open = state == WaiverState.ASKED
    row.state, row.answer = state, answer
    row.decided_by_id = None if is_open else actor.person_id
    row.decided_at = None if is_open else clock.now()
    row.save(update_fields=["state", "answer", "decided_by", "decided_at"])
    emit(_fact(_FACTS[state], row), actor=actor, desk_id=row.desk_id)
    return row


def _locked(waiver: Waiver) -> Waiver:
    found: Waiver | None = Waiver.objects.within(waiver.desk_id).select_for_update().filter(pk=waiver.pk).first()
    if found is None:
        raise NotFound
    return found


def _said(text: str, name: str) -> str:
    said = text.strip()
    if len(said) > REASON_LIMIT:
        sentence = _("At most %(most)s characters.") % {"most": REASON_LIMIT}
        raise Invalid(sentence, {name: sentence})
    return said


def _fact(kind: type[WaiverAsked], row: Waiver) -> Fact:
    return kind(ticket=row.ticket_id, waiver=row.pk, level=row.level, key=row.key)
