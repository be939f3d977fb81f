"""Whether a desk is open now, in words for requesters: only of desks that have a calendar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk
from deskhand.calendars import queries, reckoning
from deskhand.kernel import clock
from deskhand.kernel.errors import Invalid
from deskhand.web import moments


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether a desk is open, and a sentence about it in the reader's zone."""

    is_open: bool
    words: str


def openings(desks: Iterable[Desk]) -> dict[int, str]:
    """A sentence for each desk by its id, in the reader's zone; nothing of those that have no calendar. One query if
    none has."""
    return {desk_id: _opening(desk_id).words for desk_id in queries.with_calendar([one.pk for one in desks])}


def opening_of(desk: Desk) -> Opening | None:
    """The same of one desk, with whether it is open; None without a calendar: it is open around the clock."""
    return _opening(desk.pk) if desk.pk in queries.with_calendar([desk.pk]) else None


def _opening(desk_id: int) -> Opening:
    calendar, now = queries.calendar_for(desk_id=desk_id), clock.now()
    if reckoning.is_open(calendar, now):
        return Opening(True, _("Open now."))
    try:
        opens = reckoning.next_open(calendar, now)
    except Invalid:  # Rules that never open again.
        return Opening(False, _("Closed."))
    return Opening(False, _("Closed now. Opens: %(moment)s") % {"moment": moments.when_words(opens, clock.now())})
