"""Entries as the API shows them, and what its routes look up."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from deskhand.api import lookups
from deskhand.modules.time.models import Activity, Entry


def activity(desk_id: int, pk: int | None) -> Activity | None:
    """The offered activity of that id, None for none. Raises Invalid with the field."""
    if pk is None:
        return None
    found: Activity | None = Activity.objects.within(desk_id).offered().filter(pk=pk).first()
    if found is None:
        raise lookups.wrong("activity", _("This desk offers no activity with this id."))
    return found


def entry(row: Entry) -> dict[str, Any]:
    """A time entry, with what hangs on it read already."""
    return {
        "id": row.pk,
        "desk": row.desk.key,
        "ticket": row.ticket.number,
        "person": {"id": row.person_id, "name": row.person.name, "email": row.person.email},
        "seconds": int(row.duration.total_seconds()),
        "day": row.day,
        "activity": row.activity_id,
        "activity_name": row.activity.name if row.activity else None,
        "is_billable": row.is_billable,
        "note": row.note,
        "created_at": row.created_at,
        "changed_at": row.changed_at,
        "removed_at": row.removed_at,
    }
