"""Booking time on a ticket."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.models import DeskRole, Person
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.kernel.events import emit
from deskhand.kernel.permissions import STAFF
from deskhand.modules.time.durations import checked
from deskhand.modules.time.events import TimeBooked
from deskhand.modules.time.models import NOTE_LIMIT, Activity, Entry
from deskhand.tickets import access
from deskhand.tickets.merged import survivor_of
from deskhand.tickets.models import Ticket

DAYS_BACK = 366
"""How far back a day can lie for which time is booked."""

PER_TICKET = 5_000
"""Most entries of one ticket."""

FARTHEST_EAST = timedelta(hours=14)
"""The zone in which a day begins first: what is today anywhere is not the future."""


@dataclass(frozen=True, kw_only=True)
class Work:
    """What was worked: how long, on which day, what kind of work (None: not said), whether it is billed (None: as the
    activity says), and a note."""

    duration: timedelta
    day: date
    activity: Activity | None = None
    is_billable: bool | None = None
    note: str = ""


@transaction.atomic
def book(*, actor: Actor, ticket: Ticket, work: Work, person: Person | None = None, by_timer: bool = False) -> Entry:
    """Book time on the ticket (or on the one that it is merged into) for the actor, or for ``person`` by those who may.
    Raises Invalid with the fields that cannot be taken."""
    actor.need_on("time.book", ticket)
    held = survivor_of(access.served_ticket_for(actor, ticket.number, locked=True))
    if held.deleted_at is not None or held.is_spam:
        raise Invalid(_("%(number)s is in the bin or spam: restore it first.") % {"number": held.number})
    worker = person.pk if person is not None else actor.person_id
    need_worker(actor, held.desk_id, worker)
    check(held.desk_id, work)
    if Entry.objects.within(held.desk_id).filter(ticket=held).count() >= PER_TICKET:
        raise Invalid(_("This ticket has %(limit)s time entries, and can have no more.") % {"limit": PER_TICKET})
    now = clock.now()
    row: Entry = Entry.objects.create(
        desk_id=held.desk_id,
        ticket=held,
        person_id=worker,
        duration=work.duration,
        day=work.day,
        activity=work.activity,
        is_billable=is_billed(work),
        note=plain(work.note),
        created_at=now,
        changed_at=now,
        created_by_id=actor.person_id,
    )
    fact = TimeBooked(
        ticket=held.pk,
        entry=row.pk,
        person=row.person_id,
        seconds=int(row.duration.total_seconds()),
        day=row.day.isoformat(),
        activity=row.activity_id,
        is_billable=row.is_billable,
        by_timer=by_timer,
    )
    emit(fact, actor=actor, desk_id=held.desk_id)
    return row


def need_worker(actor: Actor, desk_id: int, worker: int | None) -> None:
    """Raise unless the actor may book the time of this person, who must serve the desk."""
    if worker is None:
        raise Invalid(_("Say whose time this is."), {"person": _("Say whose time this is.")})
    if worker == actor.person_id:
        return
    actor.need("time.others", desk_id)
    if not DeskRole.objects.filter(desk_id=desk_id, person_id=worker, role__in=STAFF).exists():
        words = _("Time is worked by people who serve this desk.")
        raise Invalid(words, {"person": words})


def check(desk_id: int, work: Work) -> None:
    """Raise Invalid for what an entry of the desk cannot have."""
    checked(work.duration)
    now, wrong = clock.now(), {}
    if work.day > (now + FARTHEST_EAST).date():
        wrong["day"] = _("This day lies in the future.")
    if work.day < now.date() - timedelta(days=DAYS_BACK):
        wrong["day"] = _("This day lies more than %(days)s days back.") % {"days": DAYS_BACK}
    if len(plain(work.note)) > NOTE_LIMIT:
        wrong["note"] = _("At most %(limit)s characters.") % {"limit": NOTE_LIMIT}
    if work.activity is not None and work.activity.desk_id != desk_id:
        wrong["activity"] = _("Choose an activity of this desk.")
    if wrong:
        raise Invalid(_("This time cannot be booked."), wrong)


def is_billed(work: Work) -> bool:
    """What was said, else what the activity says."""
    if work.is_billable is not None:
        return work.is_billable
    return work.activity is not None and work.activity.is_billable


def plain(note: str) -> str:
    """The note in one line."""
    return " ".join(note.split())
