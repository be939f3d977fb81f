"""Applying a macro to a ticket: each of its steps by the action that everybody calls, all of them or none."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from deskhand.accounts.actors import person_of
from deskhand.accounts.models import Location, Person, Team
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Denied, DeskhandError, Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.kernel.models import Event
from deskhand.tickets import access, canned, macros, silence
from deskhand.tickets.actions import macro_undo
from deskhand.tickets.actions.assign import assign, give_to_team
from deskhand.tickets.actions.change import change_kind, change_location, change_priority, change_service
from deskhand.tickets.actions.followers import follow
from deskhand.tickets.actions.holding import hold
from deskhand.tickets.actions.macro_undo import Snapshot, snapshot
from deskhand.tickets.actions.reply import note, reply
from deskhand.tickets.actions.snooze import snooze
from deskhand.tickets.actions.tag import tag
from deskhand.tickets.actions.transition import set_status
from deskhand.tickets.actions.undoable import keep_for_undo
from deskhand.tickets.ahead import Ahead
from deskhand.tickets.bodies import Body, composed
from deskhand.tickets.events_of_macros import MacroApplied
from deskhand.tickets.macros import HARMLESS, ME, NOBODY, NOTE, STEPS, Things, steps_of
from deskhand.tickets.models import Held, Macro, Message, Priority, Service, Status, Ticket


@dataclass
class Applied:
    """What a macro did. ``held`` is the answer that can still be taken back, ``message`` what was written;
    ``undo_id`` undoes the changes, ``kept`` is what an undo needs to know. ``seconds`` is how long an answer waits
    before it leaves, 0 for not at all."""

    actor: Actor
    ticket: Ticket
    macro: Macro
    seconds: int = 0
    held: Held | None = None
    message: Message | None = None
    is_status_along: bool = False
    kept: dict[str, Any] = field(default_factory=dict)
    undo_id: int | None = None

    @property
    def steps(self) -> Mapping[str, Any]:
        steps: Mapping[str, Any] = self.macro.steps
        return steps


@dataclass
class Rehearsed:
    """What a macro would do. ``refused`` maps steps to sentences; ``stages`` are the ticket before the first step and
    after each, by step; the last is how it would end."""

    before: Snapshot
    stages: dict[str, Snapshot] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    body: Body | None = None


@transaction.atomic
def apply_macro(
    *, actor: Actor, ticket: Ticket, macro: Macro, undo_seconds: int = 0, keeps_undo: bool = True
) -> Applied:
    """Do everything that the macro says, or nothing: a step that is refused is named with its reason. An answer waits
    for ``undo_seconds``, in which its author can take it back; a status of the macro waits with it. Raises NotFound
    for a macro that the actor does not find on the ticket's desk, else Invalid, Denied."""
    done = applied(actor=actor, ticket=ticket, macro=macro, undo_seconds=undo_seconds)
    kept = {str(ticket.number): done.kept} if done.kept else {}
    done.undo_id = keep_for_undo(actor, done.ticket.desk_id, macro_undo.UNDO, kept)
    return done


@transaction.atomic
def applied(*, actor: Actor, ticket: Ticket, macro: Macro, undo_seconds: int = 0) -> Applied:
    """The same without keeping an undo of its own: ``kept`` is what the caller's needs."""
    locked = access.served_ticket_for(actor, ticket.number, locked=True)
    macro = macros.usable(actor, locked.desk_id, macro.pk)
    done = Applied(actor, locked, macro, undo_seconds)
    _need_there(macro)
    before, last = snapshot(locked, actor), _newest_fact(locked)
    for code in STEPS:
        if code in macro.steps:
            _do(done, code)
    facts = _facts(locked).filter(id__gt=last).order_by("id").values_list("id", flat=True)
    emit(MacroApplied(ticket=locked.pk, macro=macro.pk, facts=list(facts)), actor=actor, desk_id=locked.desk_id)
    done.kept = macro_undo.kept_of(before, snapshot(locked, actor), done.held)
    return done


def rehearse(*, actor: Actor, ticket: Ticket, macro: Macro) -> Rehearsed:
    """What would happen, found out by doing it and taking all of it back: no fact, no letter and no job stays. Steps
    that are refused are passed over, so that all refusals are told."""
    with transaction.atomic():
        locked = access.served_ticket_for(actor, ticket.number, locked=True)
        macro = macros.usable(actor, locked.desk_id, macro.pk)
        trial = Applied(actor, locked, macro)
        found = Rehearsed(snapshot(locked, actor))
        lacking = {one.code: one.missing for one in macros.missing(macro, Things.of(macro.desk_id))}
        for code in STEPS:
            if code not in macro.steps:
                continue
            try:
                if code in lacking and code not in HARMLESS:
                    raise Invalid(lacking[code])
                with transaction.atomic():
                    _STEPS[code](trial)
            except DeskhandError as refusal:
                found.refused[code] = str(refusal)
            found.stages[code] = snapshot(locked, actor)
        found.body = _body(trial) if "message" in macro.steps else None
        transaction.set_rollback(True)
    return found


def _need_there(macro: Macro) -> None:
    """Raise Invalid that names what the macro needs and is not there any more."""
    lacking = [one for one in macros.missing(macro, Things.of(macro.desk_id)) if one.code not in HARMLESS]
    if lacking:
        words = " ".join(f"{one.label}: {one.missing}" for one in lacking)
        said = {"macro": macro.name, "words": words}
        fields = {f"steps.{one.code}": one.missing for one in lacking}
        raise Invalid(_("“%(macro)s” was not applied. %(words)s") % said, fields)


def _do(done: Applied, code: str) -> None:
    try:
        _STEPS[code](done)
    except DeskhandError as refusal:
        step = next(one for one in steps_of(done.macro, Things.of(done.macro.desk_id)) if one.code == code)
        said = {"macro": done.macro.name, "step": step.label, "why": str(refusal)}
        words = _("“%(macro)s” was not applied, nothing was changed. %(step)s: %(why)s") % said
        if isinstance(refusal, Denied):
            raise Denied(words) from refusal
        raise Invalid(words, {f"steps.{code}": str(refusal)}) from refusal


def _team(done: Applied) -> None:
    """A higher team wants to know what was tried: the macro's note says it."""
    wanted, ticket = done.steps["team"], done.ticket
    to = None if wanted == NOBODY else Team.objects.within(ticket.desk_id).filter(pk=wanted).first()
    is_told = done.steps.get("message") == NOTE and to is not None and to.is_above(ticket.team)
    give_to_team(actor=done.actor, ticket=ticket, to=to, note=_body(done) if is_told else None)
    if is_told and ticket.team_id != (to.pk if to else None):
        done.message = ticket.messages.order_by("pk").last()


def _assignee(done: Applied) -> None:
    assign(actor=done.actor, ticket=done.ticket, to=_person(done))


def _person(done: Applied) -> Person | None:
    wanted = done.steps["assignee"]
    if wanted == NOBODY:
        return None
    found = person_of(done.actor) if wanted == ME else done.macro.assign_to
    if found is None:
        raise Invalid(_("There is nobody whom it could be given to."))
    return found


def _follow(done: Applied) -> None:
    me = person_of(done.actor)
    if me is None:
        raise Invalid(_("Only people can follow a ticket."))
    if me.pk != done.ticket.requester_id:
        follow(actor=done.actor, ticket=done.ticket, person=me)


def _message(done: Applied) -> None:
    if done.message is not None:
        return  # The hand-over to a higher team took the note along.
    actor, ticket, body = done.actor, done.ticket, _body(done)
    if done.steps["message"] == NOTE:
        done.message = note(actor=actor, ticket=ticket, body=body)
    elif done.seconds:
        then = _status_row(done) if "status" in done.steps and "hold" not in done.steps else None
        done.held = hold(actor=actor, ticket=ticket, body=body, seconds=done.seconds, then=then)
        done.is_status_along = then is not None
    else:
        done.message = reply(actor=actor, ticket=ticket, body=body)


def _body(done: Applied) -> Body:
    text = canned.filled(done.steps.get("text", ""), canned.values_for(done.actor, done.ticket))
    return composed(text)


def _status_row(done: Applied) -> Status:
    found: Status | None = Status.objects.within(done.ticket.desk_id).filter(pk=done.steps["status"]).first()
    if found is None:
        raise NotFound(_("This status is not there any more."))
    return found


def _status(done: Applied) -> None:
    if not done.is_status_along:
        set_status(actor=done.actor, ticket=done.ticket, to=_status_row(done))


def _hold(done: Applied) -> None:
    ticket, zone = done.ticket, timezone.get_current_timezone()
    after = silence.days_for(ticket)
    snooze(actor=done.actor, ticket=ticket, until=Ahead.of(done.steps["hold"]).at(clock.now(), zone, after))


def _listed(done: Applied, step: str, model: Any) -> Any:
    """The row of the desk's list that the step names; it is there and in use, as was asked before."""
    wanted = done.steps[step]
    return None if wanted == NOBODY else model.objects.within(done.ticket.desk_id).get(pk=wanted)


_STEPS: Mapping[str, Callable[[Applied], object]] = {
    "team": _team,
    "assignee": _assignee,
    "priority": lambda done: change_priority(
        actor=done.actor, ticket=done.ticket, to=Priority.of(done.steps["priority"]).value
    ),
    "kind": lambda done: change_kind(actor=done.actor, ticket=done.ticket, to=done.steps["kind"]),
    "service": lambda done: change_service(actor=done.actor, ticket=done.ticket, to=_listed(done, "service", Service)),
    "location": lambda done: change_location(
        actor=done.actor, ticket=done.ticket, to=_listed(done, "location", Location)
    ),
    "tags": lambda done: tag(actor=done.actor, ticket=done.ticket, add=done.steps["tags"]),
    "untag": lambda done: tag(actor=done.actor, ticket=done.ticket, remove=done.steps["untag"]),
    "follow": _follow,
    "message": _message,
    "status": _status,
    "hold": _hold,
}
"""What each step calls."""


def _facts(ticket: Ticket) -> Any:
    return Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk)


def _newest_fact(ticket: Ticket) -> int:
    """While the ticket is locked, no fact about it gets a lower id than what comes now."""
    found: int | None = _facts(ticket).order_by("-id").values_list("id", flat=True).first()
    return found or 0
