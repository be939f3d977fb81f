"""What happens to tickets by the clock: silence closes them, the bin empties itself."""

from __future__ import annotations

from datetime import timedelta

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
from deskhand.tickets.models import Category, Held, Snooze, Ticket
from deskhand.tickets.models.choices import FINISHED
from deskhand.tickets.silence import silent_up_to
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
    silent = Ticket.objects.beyond_walls("every desk has its own days").filter(_silent())
    ids = list(silent.order_by("number").values_list("pk", flat=True)[: BATCH + 1])
    with shared():
        for ticket_id in ids[:BATCH]:
            close_silent(ticket_id=ticket_id)
    if len(ids) > BATCH:
        close_silent_tickets.put(unique_key="close_silent_tickets")


@job()
def announce_closings() -> None:
    """Tell requesters whose ticket silence is about to close."""
    due = Ticket.objects.beyond_walls("every desk has its own days").listed().filter(_about_to_close())
    told = Event.objects.filter(subject_kind="ticket", subject_id=OuterRef("pk"), code=ClosingAnnounced.code)
    since = told.filter(at__gte=OuterRef("resolved_at")).filter(at__gte=OuterRef("last_message_at"))
    fresh = due.filter(~Exists(since), requester__email__isnull=False, requester__is_active=True)
    with shared():
        for ticket_id in fresh.order_by("number").values_list("pk", flat=True)[:BATCH]:
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


def _silent() -> Q:
    """Condition for tickets that may be due; :func:`close_silent` judges each by the rule itself."""
    condition = Q(pk__in=[])
    for desk_id, days in Desk.objects.exclude(close_days=0).values_list("pk", "close_days"):
        then = silent_up_to(desk_id, days, now=clock.now())
        condition |= Q(desk_id=desk_id, category=Category.RESOLVED, resolved_at__lte=then, last_message_at__lte=then)
    return condition


every(600, close_silent_tickets)


def _about_to_close() -> Q:
    """Condition for tickets whose requesters may have to be told; :func:`announce_closing` judges each."""
    condition = Q(pk__in=[])
    desks = Desk.objects.filter(warn_days__gt=0, close_days__gt=F("warn_days"))
    for desk_id, days, before in desks.values_list("pk", "close_days", "warn_days"):
        now = clock.now()
        from_then, to_then = silent_up_to(desk_id, days, now=now), silent_up_to(desk_id, days - before, now=now)
        silent = Q(resolved_at__lte=to_then, last_message_at__lte=to_then)
        recent = Q(resolved_at__gt=from_then) | Q(last_message_at__gt=from_then)
        condition |= Q(desk_id=desk_id, category=Category.RESOLVED, is_unproven=False) & silent & recent
    return condition


every(600, announce_closings)
every(60, send_what_is_late)
every(60, wake_what_is_late)
every(3600, empty_bin)
every(3600, drop_forgotten_uploads)
every(3600, forget_who_was_here)
every(3600, forget_former_subjects)
every(3600, forget_deleted_records)
every(3600, forget_old_bulk_changes)
