"""Bringing the stored clocks of a ticket up to date with its story.

It is called within the transaction of whatever happened, and may be called at any time: it derives all clocks anew and
writes what is different. What had passed already when a promise was made is noted silently.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from deskhand.kernel import clock
from deskhand.modules.sla import milestones, rulebook
from deskhand.modules.sla.actions import ringing
from deskhand.modules.sla.engine import reckon
from deskhand.modules.sla.engine.course import course
from deskhand.modules.sla.engine.fold import fold
from deskhand.modules.sla.engine.rules import Rulebook
from deskhand.modules.sla.engine.values import MISSED, Calendars, Life
from deskhand.modules.sla.models import Clock, Interval, Passing, Standing
from deskhand.modules.sla.terms import Target
from deskhand.tickets.as_it_was import Story, story_of
from deskhand.tickets.models import Ticket

_OF_CLOCK = (
    "desk_id", "version_id", "team_id", "state", "outcome", "ended_by", "started_at", "ended_at", "due_at", "soon_at",
    "wakes_at", "is_promised", "course",
)  # fmt: skip
_OF_INTERVAL = ("state", "began_at", "ended_at", "event_id", "cause", "version_id", "goal", "calendar")
_OF_STANDING = ("desk_id", "next_due_at", "soon_at", "key", "is_paused")


@dataclass
class _Settling:
    """One ticket on its way."""

    ticket: Ticket
    story: Story
    book: Rulebook
    calendars: Calendars
    at: datetime


def settle(ticket: Ticket, *, silently: bool = False, calendars: Calendars | None = None) -> None:
    """Derive the clocks of a ticket and store what is different. ``silently`` where it has been so for a while
    (catching up): nothing that has passed is told. ``calendars`` are those that the caller has read already. The caller
    is in a transaction, and has read the ticket in it."""
    book = rulebook.book_of([ticket.desk_id])
    if not book.rules and not Clock.objects.beyond_walls("those of its former desk end").filter(ticket=ticket).exists():
        return
    standing = _held(ticket)
    story = story_of(ticket)
    desks = {one.after.desk_id for one in story.moments}
    if desks != {ticket.desk_id}:
        book = rulebook.book_of(desks)
    at = max(clock.now(), story.moments[-1].at)  # The clock of another server may be ahead of ours.
    settling = _Settling(ticket, story, book, calendars or rulebook.Calendars(), at)
    _settle(settling, standing, silently)


@transaction.atomic
def settle_anew(*, ticket_id: int, silently: bool, calendars: Calendars | None = None) -> None:
    """The same of a ticket that nobody has in hand; many share their ``calendars``. It is locked before its row of
    standing, as by all who work on it: else the two could wait for each other."""
    rows = Ticket.objects.beyond_walls("its clocks are of whatever desk it is on").select_for_update()
    ticket = rows.filter(pk=ticket_id).first()
    if ticket is not None:
        settle(ticket, silently=silently, calendars=calendars)


def _settle(settling: _Settling, standing: Standing, silently: bool) -> None:
    known = {(one.level, one.key, one.cycle): one for one in _clocks(settling.ticket)}
    lives = fold(settling.story, settling.book, settling.calendars, settling.at)
    rows = [_stored(settling, life, known.pop((life.level, life.key, life.cycle), None), silently) for life in lives]
    for gone in known.values():
        gone.delete()
    _stand(standing, settling.ticket, rows)
    ringing.listen(rows)


def _held(ticket: Ticket) -> Standing:
    """The ticket's row, locked: two who settle one ticket wait for each other."""
    rows = Standing.objects.beyond_walls("a ticket that moved has the row of its former desk")
    rows.get_or_create(ticket=ticket, defaults={"desk_id": ticket.desk_id})
    found: Standing = rows.select_for_update().get(ticket=ticket)
    return found


def _clocks(ticket: Ticket) -> Sequence[Clock]:
    rows = Clock.objects.beyond_walls("clocks of a ticket that moved are of its former desk until they are settled")
    return list(rows.filter(ticket=ticket).prefetch_related("intervals", "passings"))


def _stored(settling: _Settling, life: Life, row: Clock | None, silently: bool) -> Clock:
    target = _target(settling.book, life)
    is_new = row is None
    passed = set() if row is None else {one.milestone for one in row.passings.all()}
    row = row or Clock(ticket=settling.ticket, level=life.level, key=life.key, cycle=life.cycle)
    told = _told(settling, life, target, is_new)
    had_wakes = row.wakes_at
    wanted = _fields(settling, life, target, [at for key, at in told if key not in passed])
    _write(row, _OF_CLOCK, wanted, is_new)
    _write_ledger(row, life, is_new)
    _note_what_had_passed(settling, row, told, passed, _silent_before(settling, is_new, silently), had_wakes)
    return row


def _target(book: Rulebook, life: Life) -> Target | None:
    rule = next((one for one in book.rules if one.version_id == life.last.version_id), None)
    return rule.terms.target(life.key) if rule else None


def _told(settling: _Settling, life: Life, target: Target | None, is_new: bool) -> list[tuple[str, datetime]]:
    """What a clock has to tell. One that has just missed its promise may not have told that yet: nobody was there."""
    if target is None or not (life.is_open or (life.outcome == MISSED and not is_new)):
        return []
    return [(one.key, at) for one, at in milestones.instants(life, target, settling.calendars)]


def _fields(settling: _Settling, life: Life, target: Target | None, ahead: list[datetime]) -> dict[str, Any]:
    due = reckon.due(life, settling.calendars)
    return {
        "desk_id": settling.ticket.desk_id,
        "version_id": life.last.version_id,
        "team_id": life.team_id,
        "state": life.last.state if life.is_open else None,
        "outcome": life.outcome,
        "ended_by": life.ended_by,
        "started_at": life.began,
        "ended_at": life.ended,
        "due_at": due,
        "soon_at": milestones.soon(life, target, settling.calendars) if target else None,
        "wakes_at": min(ahead, default=None),
        "is_promised": bool(target and target.is_promised),
        "course": course(life, due, settling.calendars),
    }


def _write(row: Any, names: Sequence[str], wanted: dict[str, Any], is_new: bool) -> None:
    changed = [name for name in names if getattr(row, name) != wanted[name]]
    for name in changed:
        setattr(row, name, wanted[name])
    if is_new:
        row.save()
    elif changed:
        row.save(update_fields=changed)


def _write_ledger(row: Clock, life: Life, is_new: bool) -> None:
    known = {} if is_new else {one.place: one for one in row.intervals.all()}
    new: list[Interval] = []
    for place, span in enumerate(life.spans):
        wanted = {
            "state": span.state,
            "began_at": span.began,
            "ended_at": span.ended,
            "event_id": span.event_id,
            "cause": span.cause,
            "version_id": span.version_id,
            "goal": span.goal.written(),
            "calendar": span.hours.written(),
        }
        found = known.pop(place, None)
        if found is None:
            new.append(Interval(clock=row, place=place, **wanted))
        else:
            _write(found, _OF_INTERVAL, wanted, is_new=False)
    Interval.objects.bulk_create(new)
    for gone in known.values():
        gone.delete()


def _silent_before(settling: _Settling, is_new: bool, silently: bool) -> datetime | None:
    """Until when nobody is told what passed: a promise that is made only now, or the module that was off."""
    if is_new:
        return settling.at
    return ringing.switched_on_at(settling.ticket.desk_id, settling.at) or settling.at if silently else None


def _note_what_had_passed(
    settling: _Settling,
    row: Clock,
    told: list[tuple[str, datetime]],
    passed: set[str],
    silent_before: datetime | None,
    had_wakes: datetime | None,
) -> None:
    """What lies in the past and was never waited for has passed silently: nobody is told late of a promise that was
    made, or became shorter, only now. What was waited for rings."""
    silent = [
        Passing(clock=row, milestone=key, due_at=at, passed_at=settling.at, was_silent=True)
        for key, at in told
        if key not in passed
        and at < settling.at
        and (had_wakes is None or at < had_wakes or (silent_before is not None and at < silent_before))
    ]
    if not silent:
        return
    Passing.objects.bulk_create(silent)
    keys = passed | {one.milestone for one in silent}
    ahead = min((at for key, at in told if key not in keys), default=None)
    if row.wakes_at != ahead:
        row.wakes_at = ahead
        row.save(update_fields=["wakes_at"])


def _stand(standing: Standing, ticket: Ticket, rows: Sequence[Clock]) -> None:
    """The next thing that is due: what runs or is overdue before what rests, promises to requesters before those among
    ourselves. What was overdue before it rested is so still."""
    running = [one for one in rows if one.ended_at is None]
    first = min(running, key=_urgency, default=None)
    wanted = {
        "desk_id": ticket.desk_id,
        "next_due_at": first.due_at if first else None,
        "soon_at": first.soon_at if first and first.state == "running" else None,
        "key": first.key if first else "",
        "is_paused": first is not None and first.state != "running",
    }
    _write(standing, _OF_STANDING, wanted, is_new=False)


def _urgency(row: Clock) -> tuple[bool, bool, Any]:
    rests = row.state != "running" and row.due_at is None
    return rests, row.level != "sla", row.due_at or row.started_at
