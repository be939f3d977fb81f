"""Correcting, removing and restoring time entries. What was so before stays in the facts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.models import Person
from deskhand.kernel import clock, switches
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, NotFound
from deskhand.kernel.events import emit
from deskhand.modules.time.actions.book import Work, check, is_billed, need_worker, plain
from deskhand.modules.time.events import TimeCorrected, TimeRemoved, TimeRestored
from deskhand.modules.time.models import Entry
from deskhand.modules.time.querysets import MODULE

KEPT_DAYS = 30
"""How long a removed entry can be restored."""


@transaction.atomic
def correct(*, actor: Actor, entry: Entry, work: Work, person: Person | None = None) -> Entry:
    """Put this in the place of what was booked; ``person`` is whose time it is, if it changes. Raises Invalid with the
    fields that cannot be taken, Denied for the time of others, Conflict for an entry that was removed."""
    row = _locked(actor, entry)
    _need_counted(row)
    worker = person.pk if person is not None else row.person_id
    if worker != row.person_id:
        need_worker(actor, row.desk_id, worker)
    check(row.desk_id, work)
    wanted = {
        "duration": work.duration,
        "day": work.day,
        "activity_id": work.activity.pk if work.activity else None,
        "is_billable": is_billed(work),
        "note": plain(work.note),
        "person_id": worker,
    }
    changed = {name: value for name, value in wanted.items() if getattr(row, name) != value}
    if not changed:
        return row
    former = {name: getattr(row, name) for name in changed}
    for name, value in changed.items():
        setattr(row, name, value)
    row.changed_at = clock.now()
    row.save(update_fields=[*changed, "changed_at"])
    fact = TimeCorrected(
        ticket=row.ticket_id,
        entry=row.pk,
        person=row.person_id,
        fields=sorted(_named(changed)) + (["note"] if "note" in changed else []),
        former=_named(former),
        later=_named(changed),
    )
    emit(fact, actor=actor, desk_id=row.desk_id)
    return row


@transaction.atomic
def remove(*, actor: Actor, entry: Entry) -> Entry:
    """Take an entry out of all sums. It can be restored for some days."""
    row = _locked(actor, entry)
    _need_counted(row)
    row.removed_at = clock.now()
    row.save(update_fields=["removed_at"])
    emit(TimeRemoved(**_said(row)), actor=actor, desk_id=row.desk_id)
    return row


@transaction.atomic
def restore(*, actor: Actor, entry: Entry) -> Entry:
    """Let an entry count again that was removed."""
    row = _locked(actor, entry)
    if row.removed_at is not None:
        row.removed_at = None
        row.save(update_fields=["removed_at"])
        emit(TimeRestored(**_said(row)), actor=actor, desk_id=row.desk_id)
    return row


def may_correct(actor: Actor, entry: Entry) -> bool:
    """Whether the actor may correct and remove it: their own, or as one who may for others."""
    verb = "time.book" if entry.person_id == actor.person_id else "time.others"
    return actor.may(verb, entry.desk_id)


def _locked(actor: Actor, entry: Entry) -> Entry:
    found = Entry.objects.visible_to(actor).still_here() if not actor.is_system else Entry.objects.within(entry.desk_id)
    row: Entry | None = found.select_for_update(of=("self",)).filter(pk=entry.pk).first()
    if row is None:
        raise NotFound
    actor.need("time.book" if row.person_id == actor.person_id else "time.others", row.desk_id)
    return row


def _need_counted(row: Entry) -> None:
    if row.removed_at is not None:
        raise Conflict(_("This entry was removed. Restore it first."))


def _said(row: Entry) -> dict[str, Any]:
    return {
        "ticket": row.ticket_id,
        "entry": row.pk,
        "person": row.person_id,
        "seconds": int(row.duration.total_seconds()),
        "day": row.day.isoformat(),
    }


def _named(values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns as facts hold them: without the note, for facts hold no text."""
    return {_NAMES.get(name, name): _short(value) for name, value in values.items() if name != "note"}


_NAMES = {"duration": "seconds", "activity_id": "activity", "person_id": "person"}


def _short(value: Any) -> Any:
    if isinstance(value, timedelta):
        return int(value.total_seconds())
    return value.isoformat() if isinstance(value, date) else value


@transaction.atomic
def sweep() -> int:
    """Delete for good what was removed longer ago than it can be restored, on desks that have the module: off, it
    changes nothing. Returns how many entries. That they were removed is known already, so this is no fact of its
    own."""
    here = Entry.objects.within(switches.desks_with(MODULE))
    count, _kinds = here.filter(removed_at__lt=clock.ago(days=KEPT_DAYS)).delete()
    return int(count)
