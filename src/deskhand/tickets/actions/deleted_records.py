"""Notes about people and contacts with them: deleting them, and taking that back for a while."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.tickets.actions.person_records import RECORDS_PER_PERSON
from deskhand.tickets.events_of_records import RecordDeleted, RecordRestored
from deskhand.tickets.models import PersonRecord

KEEP_RECORDS = timedelta(days=30)
"""How long a deleted note or contact can be taken out again."""


@transaction.atomic
def delete_record(*, actor: Actor, record: PersonRecord) -> None:
    """Take a note or contact away; it can come back for :data:`KEEP_RECORDS`. That it was there stays in the person's
    history. Raises Denied, and NotFound if it is gone already."""
    actor.need("people.edit", record.desk_id)
    row = _held(record)
    if row.deleted_at is not None:
        raise NotFound
    row.deleted_at = clock.now()
    row.save(update_fields=["deleted_at"])
    emit(RecordDeleted(person=row.person_id, record=row.pk, kind=row.kind), actor=actor, desk_id=row.desk_id)


@transaction.atomic
def restore_record(*, actor: Actor, record: PersonRecord) -> PersonRecord:
    """Bring a deleted note or contact back as it was. One that is there stays as it is. Raises Denied, NotFound when it
    is too long ago, and Invalid if the desk has as many about the person as it can have."""
    actor.need("people.edit", record.desk_id)
    row = _held(record)
    if row.deleted_at is None:
        return row
    if row.deleted_at < clock.now() - KEEP_RECORDS:
        raise NotFound
    if PersonRecord.objects.within(row.desk_id).kept().filter(person=row.person_id).count() >= RECORDS_PER_PERSON:
        raise Invalid(_("At most %(limit)s notes and contacts about one person.") % {"limit": RECORDS_PER_PERSON})
    row.deleted_at = None
    row.save(update_fields=["deleted_at"])
    emit(RecordRestored(person=row.person_id, record=row.pk, kind=row.kind), actor=actor, desk_id=row.desk_id)
    return row


def forget_records(*, before: datetime) -> None:
    """Remove for good what was deleted before this instant."""
    PersonRecord.objects.beyond_walls("nobody can take them out again").filter(deleted_at__lt=before).delete()


def _held(record: PersonRecord) -> PersonRecord:
    """The record as it is now, held until the end."""
    rows = PersonRecord.objects.within(record.desk_id).select_for_update(of=("self",))
    found: PersonRecord | None = rows.filter(pk=record.pk).first()
    if found is None:
        raise NotFound
    return found
