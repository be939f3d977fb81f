"""Set times that come: further texts, and ends. What is shown follows from the clock; the facts are noted here."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.events import Fact, emit
from deskhand.modules.announcements.events import AnnouncementAdvanced, AnnouncementExpired
from deskhand.modules.announcements.models import Announcement

NOTED_AT_ONCE = 200
"""Announcements whose times one run notes, those that came first; the others are noted by the next run."""


@transaction.atomic
def note_moments(desk_ids: Collection[int]) -> int:
    """Note on these desks each announcement of which a further text or the end came, once. Who had put it away reads
    the new text. Returns how many there were."""
    at = clock.now()
    due = Announcement.objects.scoped(desk_id__in=list(desk_ids), due_at__lte=at).order_by("due_at", "pk")
    rows = list(due.select_for_update(skip_locked=True, of=("self",))[:NOTED_AT_ONCE])
    for row in rows:
        fact: Fact = AnnouncementAdvanced(announcement=row.pk, step=len(row.come(at)))
        if row.state(at) == "past":
            fact = AnnouncementExpired(announcement=row.pk)
        else:
            row.edition += 1
        row.due_at = row.next_moment(at)
        row.save(update_fields=["edition", "due_at"])
        emit(fact, actor=SYSTEM, desk_id=row.desk_id)
    return len(rows)
