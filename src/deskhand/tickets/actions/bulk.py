"""The same change on several tickets, and its undo."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk, Location, Person, Team
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import DeskhandError, Invalid, NotFound
from deskhand.tickets import access, rows, silence, snoozing
from deskhand.tickets.actions import adding, admission, macro_undo
from deskhand.tickets.actions.assign import assign, give_to_team
from deskhand.tickets.actions.bin import delete, restore
from deskhand.tickets.actions.change import change_location, change_priority, change_service
from deskhand.tickets.actions.locking import hold_heard
from deskhand.tickets.actions.move import move, move_back, snapshot
from deskhand.tickets.actions.patch import value_of
from deskhand.tickets.actions.snooze import snooze
from deskhand.tickets.actions.snooze_back import as_kept, hold_with, wait_as_before, waiting
from deskhand.tickets.actions.spam import mark_spam, unmark_spam
from deskhand.tickets.actions.tag import retag, tag
from deskhand.tickets.actions.transition import restore_status, set_status
from deskhand.tickets.actions.undoable import keep_for_undo
from deskhand.tickets.models import BulkUndo, Service, Status, Ticket
from deskhand.tickets.moving import Move

BULK_LIMIT = 500
"""Most tickets in one bulk change."""

ACROSS_LIMIT = 100
"""Most tickets of several desks in one bulk change."""

UNDO_FOR = timedelta(days=1)
"""How long a change can be undone."""

_Apply = Callable[[Actor, Ticket, Any], Ticket]


def _move(actor: Actor, ticket: Ticket, value: Desk | Move) -> Ticket:
    wanted = value if isinstance(value, Move) else Move(value)
    keep = None if wanted.keeps_all else wanted.keep
    return move(actor=actor, ticket=ticket, to=wanted.to, keep=keep, readers=wanted.readers)


def _there(ticket: Ticket, value: Status | str) -> Status:
    """The status, or what the ticket's desk calls a category of them."""
    return rows.default_status(ticket.desk, value) if isinstance(value, str) else value


VERBS: dict[str, tuple[str, _Apply]] = {
    "assign": ("assignee", lambda actor, ticket, value: assign(actor=actor, ticket=ticket, to=value)),
    "team": ("team", lambda actor, ticket, value: give_to_team(actor=actor, ticket=ticket, to=value)),
    "status": ("status", lambda actor, ticket, value: set_status(actor=actor, ticket=ticket, to=_there(ticket, value))),
    "priority": ("priority", lambda actor, ticket, value: change_priority(actor=actor, ticket=ticket, to=value)),
    "service": ("service", lambda actor, ticket, value: change_service(actor=actor, ticket=ticket, to=value)),
    "location": ("location", lambda actor, ticket, value: change_location(actor=actor, ticket=ticket, to=value)),
    "tag": ("tags", lambda actor, ticket, value: tag(actor=actor, ticket=ticket, add=value)),
    "untag": ("tags", lambda actor, ticket, value: tag(actor=actor, ticket=ticket, remove=value)),
    "snooze": ("status", lambda actor, ticket, value: _snooze(actor, ticket, until=value)),
    "move": ("desk", _move),
    "spam": ("is_spam", lambda actor, ticket, value: mark_spam(actor=actor, ticket=ticket)),
    "unspam": ("is_spam", lambda actor, ticket, value: unmark_spam(actor=actor, ticket=ticket)),
    "delete": ("deleted_at", lambda actor, ticket, value: delete(actor=actor, ticket=ticket)),
    "restore": ("deleted_at", lambda actor, ticket, value: restore(actor=actor, ticket=ticket)),
}
"""Verbs of bulk changes: the field that they change, and the action."""


_HOLD_BOTH = frozenset({"spam", "unspam", "delete", "restore"})
"""Verbs that hold the ticket on which theirs is heard, too: both at once, in the order of their numbers."""

_OWN_WAYS: dict[str, Callable[[Actor, Ticket, dict[str, Any]], None]] = {
    admission.UNDO: admission.take_back_admission,
    adding.UNDO: adding.take_back_adding,
    macro_undo.UNDO: macro_undo.take_macro_back,
}
"""Undoes of what changes several things at once: what agents did with letters, and macros; by their verbs."""


@dataclass
class BulkOutcome:
    """What a bulk change did. ``refused`` maps ticket numbers to sentences; ``undo_id`` undoes what was changed;
    ``rests`` are tickets that keep what stayed behind at a move."""

    changed: list[int] = field(default_factory=list)
    refused: dict[int, str] = field(default_factory=dict)
    undo_id: int | None = None
    rests: list[int] = field(default_factory=list)


@transaction.atomic
def change_many(*, actor: Actor, numbers: Sequence[int], verb: str, value: Any = None) -> BulkOutcome:
    """Do ``verb`` (of :data:`VERBS`) to each ticket that the actor serves, in ascending number. A ticket that refuses
    is named with its reason; the others are changed. Also used for one ticket, for the sake of its undo."""
    if verb not in VERBS:
        raise Invalid(_("This cannot be done to several tickets: %(verb)s.") % {"verb": verb})
    if len(numbers) > BULK_LIMIT:
        raise Invalid(_("At most %(limit)s tickets at once. Narrow the selection.") % {"limit": BULK_LIMIT})
    tickets = list(Ticket.objects.served_by(actor).filter(number__in=list(numbers)))
    if not tickets:
        raise NotFound
    outcome, before = BulkOutcome(), {}
    for ticket in rows.lock_order(tickets):
        try:
            was, now = change_one(actor, ticket, verb, value)
        except DeskhandError as refusal:
            outcome.refused[ticket.number] = str(refusal)
            continue
        if now != was:
            outcome.changed.append(ticket.number)
            before[str(ticket.number)] = [was, now]
            outcome.rests += _rest(was, now) if verb == "move" else []
    outcome.undo_id = keep_for_undo(actor, tickets[0].desk_id, verb, before)
    return outcome


def change_one(actor: Actor, ticket: Ticket, verb: str, value: Any) -> tuple[Any, Any]:
    """Do the verb to one ticket; what an undo has to know of it, before and after. All or nothing."""
    with transaction.atomic():
        held = _held(actor, ticket, verb)
        was = _before(held, verb)
        changed = VERBS[verb][1](actor, held, value)
        return was, _before(changed, verb)


def undo_one(actor: Actor, verb: str, number: int, was: Any, then: Any) -> None:
    """Put one ticket back to what it ``was``, if it is still as it was ``then``. All or nothing."""
    with transaction.atomic():
        if verb == "move":
            move_back(actor=actor, number=number, was=was, then=then)
        else:
            _undo_one(actor, verb, access.served_ticket_for(actor, number), was, then)


@transaction.atomic
def undo(*, actor: Actor, undo_id: int) -> BulkOutcome:
    """Put back what a change of the actor's replaced, within :data:`UNDO_FOR`. A ticket that somebody changed again
    since is left alone and named. Raises NotFound when there is nothing (any more) to undo."""
    found = BulkUndo.objects.beyond_walls("one's own undo").select_for_update()
    kept: BulkUndo | None = found.filter(
        pk=undo_id, person_id=actor.person_id, used_at=None, made_at__gte=clock.now() - UNDO_FOR
    ).first()
    if kept is None:
        raise NotFound(_("There is nothing to undo: it was undone already, or it was too long ago."))
    kept.used_at = clock.now()
    kept.save(update_fields=["used_at"])
    if kept.verb == "move":
        return _all_back(actor, kept)
    if kept.verb in _OWN_WAYS:
        return _each_back(actor, kept)
    outcome = BulkOutcome()
    for ticket in rows.lock_order(
        list(Ticket.objects.served_by(actor).filter(number__in=[int(n) for n in kept.before]))
    ):
        was, then = kept.before[str(ticket.number)]
        try:
            with transaction.atomic():
                _undo_one(actor, kept.verb, ticket, was, then)
            outcome.changed.append(ticket.number)
        except DeskhandError as refusal:
            outcome.refused[ticket.number] = str(refusal)
    return outcome


def _each_back(actor: Actor, kept: BulkUndo) -> BulkOutcome:
    """A sender who was let in, a letter that was added elsewhere, what a macro did."""
    outcome = BulkOutcome()
    for number in sorted(map(int, kept.before)):
        try:
            with transaction.atomic():
                _OWN_WAYS[kept.verb](actor, access.served_ticket_for(actor, number), kept.before[str(number)])
            outcome.changed.append(number)
        except DeskhandError as refusal:
            outcome.refused[number] = str(refusal)
    return outcome


def _all_back(actor: Actor, kept: BulkUndo) -> BulkOutcome:
    """Moved tickets come back, although the actor may not see them any more."""
    outcome = BulkOutcome()
    for number in sorted(int(one) for one in kept.before):
        was, then = kept.before[str(number)]
        try:
            with transaction.atomic():
                move_back(actor=actor, number=number, was=was, then=then)
            outcome.changed.append(number)
        except DeskhandError as refusal:
            outcome.refused[number] = str(refusal)
    return outcome


def _held(actor: Actor, ticket: Ticket, verb: str) -> Ticket:
    """The ticket as it is now, held until the end of the transaction."""
    if verb in _HOLD_BOTH:
        return hold_heard(ticket)[0]
    return access.served_ticket_for(actor, ticket.number, locked=True)


def _undo_one(actor: Actor, verb: str, found: Ticket, was: Any, then: Any) -> None:
    ticket = hold_with(found, was) if verb == "snooze" else _held(actor, found, verb)
    if _before(ticket, verb) != (as_kept(then) if verb == "snooze" else then):
        raise Invalid(_("Somebody changed this ticket again since."))
    _BACK[verb](actor, ticket, was)


def _listed(model: Any, ticket: Ticket, pk: int | None) -> Any:
    """The row of the desk that the ticket had."""
    return model.objects.within(ticket.desk_id).filter(pk=pk).first() if pk else None


def _before(ticket: Ticket, verb: str) -> Any:
    """What an undo of the verb has to know of the ticket."""
    if verb == "snooze":
        return waiting(ticket)
    return snapshot(ticket) if verb == "move" else _plain(value_of(ticket, VERBS[verb][0]))


_BACK: dict[str, Callable[[Actor, Ticket, Any], object]] = {
    "assign": lambda actor, ticket, was: assign(
        actor=actor, ticket=ticket, to=Person.objects.filter(pk=was).first() if was else None
    ),
    "team": lambda actor, ticket, was: give_to_team(
        actor=actor, ticket=ticket, to=_listed(Team, ticket, was), is_undo=True
    ),
    "status": lambda actor, ticket, was: restore_status(
        actor=actor, ticket=ticket, to=Status.objects.within(ticket.desk_id).get(pk=was)
    ),
    "priority": lambda actor, ticket, was: change_priority(actor=actor, ticket=ticket, to=was),
    "service": lambda actor, ticket, was: change_service(actor=actor, ticket=ticket, to=_listed(Service, ticket, was)),
    "location": lambda actor, ticket, was: change_location(
        actor=actor, ticket=ticket, to=_listed(Location, ticket, was)
    ),
    "tag": lambda actor, ticket, was: retag(actor=actor, ticket=ticket, to=was),
    "untag": lambda actor, ticket, was: retag(actor=actor, ticket=ticket, to=was),
    "snooze": wait_as_before,
    "spam": lambda actor, ticket, was: unmark_spam(actor=actor, ticket=ticket),
    "unspam": lambda actor, ticket, was: mark_spam(actor=actor, ticket=ticket),
    "delete": lambda actor, ticket, was: restore(actor=actor, ticket=ticket),
    "restore": lambda actor, ticket, was: delete(actor=actor, ticket=ticket),
}
"""How each verb is taken back."""


def _snooze(actor: Actor, ticket: Ticket, *, until: str) -> Ticket:
    def after(now: datetime, days: int) -> datetime:
        return silence.days_for(ticket)(now, days)  # Its calendar is read for business days alone.

    return snooze(actor=actor, ticket=ticket, until=snoozing.told(until, after))


def _rest(was: dict[str, Any], now: dict[str, Any]) -> list[int]:
    if was["split"] == now["split"]:
        return []
    rows = Ticket.objects.within(was["desk"]).with_confidential("made by whoever is told of it")
    found = rows.filter(split_from__pk=now["split"])
    return list(found.values_list("number", flat=True))


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
