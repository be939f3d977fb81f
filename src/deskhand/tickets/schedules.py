"""What happens to tickets by the clock: silence closes them, the bin empties itself."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from django.db.models import Exists, F, OuterRef, Q

from deskhand.accounts.models import Desk
from deskhand.jobs.queue import job
from deskhand.jobs.schedule import every
from deskhand.kernel import clock
from deskhand.kernel.models import Event
from deskhand.kernel.sharing import shared
from deskhand.tickets.actions import announce_closing, close_silent, discard_forgotten_uploads, forget_presence, purge
from deskhand.tickets.actions.bin import KEEP_DELETED
from deskhand.tickets.actions.bulk_runs import KEEP_RUNS, forget_runs
from deskhand.tickets.actions.change import forget_subjects
from deskhand.tickets.actions.deleted_records import KEEP_RECORDS, forget_records
from deskhand.tickets.events_of_waiting import ClosingAnnounced
from deskhand.tickets.jobs import leave, let_go_on, wake_up
from deskhand.tickets.models import Held, Snooze, Ticket
from deskhand.tickets.models.choices import FINISHED
from deskhand.tickets.silence import Silences, perhaps_silent
from deskhand.tickets.taking_back import UNDO_FOR

KEEP_UPLOADS = timedelta(days=2)
"""How long a file waits for its message."""

LATE = timedelta(seconds=30)
"""An answer that should have left, or a ticket that should be awake, so long ago is looked after."""

BATCH = 200
"""Tickets of one job; the next one goes on, so that a long list keeps nobody else from writing."""


@job()
def close_silent_tickets() -> None:
    """Close what was resolved and stayed silent for its desk's days."""
    with shared():
        ids = list(islice(_silent(), BATCH + 1))
        for ticket_id in ids[:BATCH]:
            close_silent(ticket_id=ticket_id)
    if len(ids) > BATCH:
        close_silent_tickets.put(unique_key="close_silent_tickets")


@job()
def announce_closings() -> None:
    """Tell requesters whose ticket silence is about to close."""
    with shared():
        for ticket_id in islice(_about_to_close(), BATCH):
            announce_closing(ticket_id=ticket_id)


@job()
def empty_bin() -> None:
    """Remove what lay in the bin for its days."""
    old = Ticket.objects.beyond_walls("the bin of every desk").filter(deleted_at__lt=clock.now() - KEEP_DELETED)
    ids = list(old.order_by("number").values_list("pk", flat=True)[: BATCH + 1])
    for ticket_id in ids[:BATCH]:
        purge(ticket_id=ticket_id)
    if len(ids) > BATCH:
        empty_bin.put(unique_key="empty_bin")


@job()
def drop_forgotten_uploads() -> None:
    """Remove files that were uploaded for a message that was never sent, drafts excepted."""
    discard_forgotten_uploads(older_than=KEEP_UPLOADS)


@job()
def forget_old_bulk_changes() -> None:
    """Remove what is known of bulk changes that ended long ago."""
    forget_runs(before=clock.now() - KEEP_RUNS)


@job()
def forget_former_subjects() -> None:
    """Remove the words of subjects that cannot be taken back any more."""
    forget_subjects(before=clock.now() - UNDO_FOR)


@job()
def forget_deleted_records() -> None:
    """Remove notes about people that were deleted long ago."""
    forget_records(before=clock.now() - KEEP_RECORDS)


@job()
def forget_who_was_here() -> None:
    """Remove signs of life that say nothing any more."""
    forget_presence()


@job()
def send_what_is_late() -> None:
    """Let answers leave whose own job was lost: a database that was restored has none of what was put since."""
    late = Held.objects.beyond_walls("no answer of any desk may be forgotten")
    for held_id in late.filter(leaves_at__lt=clock.now() - LATE).values_list("pk", flat=True)[:BATCH]:
        leave.put(unique_key=f"leave:{held_id}:late", held_id=held_id)


@job()
def wake_what_is_late() -> None:
    """Wake tickets whose own job was lost, and those whose other ticket ended unseen."""
    asleep = Snooze.objects.beyond_walls("no ticket of any desk may sleep for ever").in_force()
    for pk in asleep.filter(wakes_at__lt=clock.now() - LATE).values_list("pk", flat=True)[:BATCH]:
        wake_up.put(unique_key=f"wake:{pk}:late", snooze_id=pk)
    is_over = Q(after__category__in=FINISHED) | Q(after__deleted_at__isnull=False) | Q(after=None, wakes_at=None)
    for pk in asleep.filter(is_over).values_list("pk", flat=True)[:BATCH]:
        let_go_on.put(unique_key=f"let_go_on:{pk}", snooze_id=pk)


_COLUMNS = ("pk", "desk_id", "team_id", "organization_id", "location_id", "resolved_at", "last_message_at")


def _silent() -> Iterator[int]:
    """Tickets whose silence is over; :func:`close_silent` judges each by the rule itself."""
    now = clock.now()
    over = Silences(now).is_over
    for desk_id, days in Desk.objects.exclude(close_days=0).values_list("pk", "close_days"):
        rows = perhaps_silent(desk_id, days, now=now).order_by("number").values_list(*_COLUMNS, named=True)
        yield from (one.pk for one in list(rows) if over(one, days))


every(600, close_silent_tickets)


def _about_to_close() -> Iterator[int]:
    """Tickets whose requesters may have to be told; :func:`announce_closing` judges each."""
    told = Event.objects.filter(subject_kind="ticket", subject_id=OuterRef("pk"), code=ClosingAnnounced.code)
    since = told.filter(at__gte=OuterRef("resolved_at")).filter(at__gte=OuterRef("last_message_at"))
    now = clock.now()
    over = Silences(now).is_over
    desks = Desk.objects.filter(warn_days__gt=0, close_days__gt=F("warn_days"))
    for desk_id, days, before in desks.values_list("pk", "close_days", "warn_days"):
        waiting = perhaps_silent(desk_id, days - before, now=now).listed().filter(is_unproven=False)
        fresh = waiting.filter(~Exists(since), requester__email__isnull=False, requester__is_active=True)
        rows = fresh.order_by("number").values_list(*_COLUMNS, named=True)
        yield from (one.pk for one in list(rows) if over(one, days - before) and not over(one, days))


every(600, announce_closings)
every(60, send_what_is_late)
every(60, wake_what_is_late)
every(3600, empty_bin)
every(3600, drop_forgotten_uploads)
every(3600, forget_who_was_here)
every(3600, forget_former_subjects)
every(3600, forget_deleted_records)
every(3600, forget_old_bulk_changes)
