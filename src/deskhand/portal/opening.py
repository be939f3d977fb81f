"""Whether a desk is open now, in words for requesters: only of desks that have a calendar."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk
from deskhand.calendars import queries, reckoning
from deskhand.kernel import clock
from deskhand.kernel.errors import Invalid
from deskhand.web import moments


def openings(desks: Iterable[Desk]) -> dict[int, str]:
    """A sentence for each desk by its id, in the reader's zone; nothing of those that have no calendar. One query if
    none has."""
    return {desk_id: _words(desk_id) for desk_id in queries.with_calendar([one.pk for one in desks])}


def _words(desk_id: int) -> str:
    calendar, now = queries.calendar_for(desk_id=desk_id), clock.now()
    if reckoning.is_open(calendar, now):
        return _("Open now.")
    try:
        opens = reckoning.next_open(calendar, now)
    except Invalid:  # Rules that never open again.
        return _("Closed.")
    return _("Closed now. Opens: %(moment)s") % {"moment": moments.when_words(opens, clock.now())}
