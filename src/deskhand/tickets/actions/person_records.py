"""What a desk's staff write down about a person: notes, and contacts that no message tells of."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk, Person
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.tickets import people
from deskhand.tickets.events_of_records import RecordChanged, RecordWritten
from deskhand.tickets.models import PersonRecord, RecordKind, Ticket

RECORD_TEXT_LIMIT = 4000
"""Most letters of a note about a person, or of what was said on a contact."""

RECORDS_PER_PERSON = 2000
"""Most notes and contacts of one desk about one person."""

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
"""Nothing that is kept took place before."""

AHEAD = timedelta(minutes=5)
"""Somebody's clock may be so much ahead of this one."""


@transaction.atomic
def write_record(
    *,
    actor: Actor,
    desk: Desk,
    person: Person,
    kind: str,
    text: str,
    at: datetime | None = None,
    ticket: Ticket | None = None,
) -> PersonRecord:
    """Note something about a person whom the desk knows; only its staff read it. ``at`` is when it took place, now if
    left away; ``ticket`` one of the same desk. Raises NotFound, Denied, Invalid."""
    actor.need("people.edit", desk.pk)
    who = people.person_for(actor, person.pk, desk_id=desk.pk)
    values = _checked(desk, {"kind": kind, "text": text, "at": at or clock.now(), "ticket": ticket})
    if PersonRecord.objects.within(desk).kept().filter(person=who).count() >= RECORDS_PER_PERSON:
        raise Invalid(_("At most %(limit)s notes and contacts about one person.") % {"limit": RECORDS_PER_PERSON})
    row: PersonRecord = PersonRecord.objects.create(
        desk=desk, person=who, author_id=actor.person_id, made_at=clock.now(), **values
    )
    emit(RecordWritten(person=who.pk, record=row.pk, kind=row.kind), actor=actor, desk_id=desk.pk)
    return row


@transaction.atomic
def change_record(*, actor: Actor, record: PersonRecord, **wanted: Any) -> PersonRecord:
    """Change some of ``kind``, ``text``, ``at`` and ``ticket``. A ticket that is another desk's by now goes. Raises
    Denied, NotFound if the record is gone, Invalid."""
    actor.need("people.edit", record.desk_id)
    row = _locked(record)
    now = {name: getattr(row, name) for name in ("kind", "text", "at", "ticket")}
    is_here = row.ticket is None or row.ticket.desk_id == row.desk_id
    values = _checked(row.desk, {**now, "ticket": row.ticket if is_here else None, **wanted})
    changed = [name for name in values if values[name] != now[name]]
    for name in changed:
        setattr(row, name, values[name])
    if changed:
        row.save(update_fields=changed)
        fact = RecordChanged(person=row.person_id, record=row.pk, fields=changed)
        emit(fact, actor=actor, desk_id=row.desk_id)
    return row


def _locked(record: PersonRecord) -> PersonRecord:
    """The record as it is now, held until the end."""
    rows = PersonRecord.objects.within(record.desk_id).kept().select_related("desk", "ticket")
    found: PersonRecord | None = rows.select_for_update(of=("self",)).filter(pk=record.pk).first()
    if found is None:
        raise NotFound
    return found


def _checked(desk: Desk, values: dict[str, Any]) -> dict[str, Any]:
    wrong: dict[str, str] = {}
    text = values["text"].strip()
    if not text:
        wrong["text"] = _("Write what shall be kept.")
    elif len(text) > RECORD_TEXT_LIMIT:
        wrong["text"] = _("At most %(limit)s letters.") % {"limit": RECORD_TEXT_LIMIT}
    if values["kind"] not in RecordKind.values:
        wrong["kind"] = _("One of: %(words)s.") % {"words": ", ".join(RecordKind.values)}
    if values["at"] > clock.now() + AHEAD:
        wrong["at"] = _("This is still to come. Write down what took place.")
    elif values["at"] < EARLIEST:
        wrong["at"] = _("Nothing before the year %(year)s can be kept.") % {"year": EARLIEST.year}
    if values["ticket"] is not None and values["ticket"].desk_id != desk.pk:
        wrong["ticket"] = _("Name a ticket of this desk.")
    if wrong:
        raise Invalid(_("This cannot be kept."), wrong)
    return {**values, "text": text}
