"""How mail is doing: each mailbox, and what waits. One place for the pages, the doctor, the API and monitors."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deskhand.accounts.models import Desk
from deskhand.kernel import clock
from deskhand.mail.models import InboundMail, InboundState, Mailbox, OutboundMail, OutboundState

NOT_FETCHED_FOR = timedelta(minutes=15)
"""A mailbox is looked into every half minute; after this time something keeps the worker from it."""

UNREAD_FOR, UNSENT_FOR = timedelta(minutes=5), timedelta(minutes=30)
"""How long a letter may wait to be read, and to be sent, before somebody should look."""

COUNTED_TO = 1_000
"""Letters in quarantine are counted up to here: a number beyond says no more, and would cost more."""


BRIEF_FOR = 5.0
"""Seconds for which an answer to anybody is kept, so that asking costs nothing."""

_brief: tuple[float, dict[str, str]] | None = None


class BoxState(StrEnum):
    """``handed``: letters are handed over to it, none is fetched. ``off``: not in use."""

    OK = "ok"
    LATE = "late"
    FAILING = "failing"
    HANDED = "handed"
    OFF = "off"


@dataclass(frozen=True)
class BoxHealth:
    """A mailbox and how it is. ``lag`` is the time since letters were last fetched; None where none are."""

    box: Mailbox
    state: BoxState
    lag: timedelta | None

    @property
    def is_well(self) -> bool:
        return self.state not in (BoxState.LATE, BoxState.FAILING)

    @property
    def words(self) -> str:
        """The state in plain words, with what to do if it is not well."""
        if self.state == BoxState.FAILING:
            return str(self.box.last_error)
        if self.state == BoxState.LATE and self.lag is not None:
            minutes = int(self.lag.total_seconds() // 60)
            words = ngettext(
                "Not fetched for %(minutes)s minute: see to the worker.",
                "Not fetched for %(minutes)s minutes: see to the worker.",
                minutes,
            )
            return words % {"minutes": minutes}
        if self.box.left_words:
            return str(self.box.left_words)
        return {
            BoxState.OK: _("Fetched."),
            BoxState.HANDED: _("Nothing is fetched: letters are handed over to it."),
            BoxState.OFF: _("Not in use."),
        }[self.state]


@dataclass(frozen=True)
class Waiting:
    """What waits: letters in quarantine (counted up to :data:`COUNTED_TO`), the oldest letter that is to be read, and
    the oldest that is to be sent; None where nothing waits."""

    quarantine: int
    unread_since: datetime | None
    unsent_since: datetime | None

    @property
    def is_reading_late(self) -> bool:
        return self.unread_since is not None and self.unread_since < clock.now() - UNREAD_FOR

    @property
    def is_sending_late(self) -> bool:
        return self.unsent_since is not None and self.unsent_since < clock.now() - UNSENT_FOR


def of_box(box: Mailbox) -> BoxHealth:
    """How one mailbox is. Asks nothing of the database."""
    lag = clock.now() - (box.last_fetch_at or box.created_at) if box.is_fetched else None
    if not box.is_active:
        return BoxHealth(box, BoxState.OFF, None)
    if box.last_error:
        return BoxHealth(box, BoxState.FAILING, lag)
    if lag is None:
        return BoxHealth(box, BoxState.HANDED, None)
    return BoxHealth(box, BoxState.LATE if lag > NOT_FETCHED_FOR else BoxState.OK, lag)


def of_boxes(desk: Desk | None = None) -> list[BoxHealth]:
    """How the mailboxes of a desk are, or without one those of the whole installation that are in use. One query."""
    rows: Any = Mailbox.objects.beyond_walls("an installation's health is asked for").filter(is_active=True)
    if desk is not None:
        rows = Mailbox.objects.within(desk)
    found: Iterable[Mailbox] = rows.select_related("desk").order_by("desk__name", "name")
    return [of_box(box) for box in found]


def waiting(desk: Desk | None = None) -> Waiting:
    """What waits on a desk, or without one in the whole installation. Three queries, each along an index."""
    letters: Any = InboundMail.objects.beyond_walls("an installation's health is asked for")
    going: Any = OutboundMail.objects.beyond_walls("an installation's health is asked for")
    if desk is not None:
        letters, going = InboundMail.objects.within(desk), OutboundMail.objects.within(desk.pk)
    unread = letters.filter(state=InboundState.STORED).order_by("received_at")
    unsent = going.filter(state=OutboundState.QUEUED).order_by("made_at")
    return Waiting(
        quarantine=letters.filter(state=InboundState.QUARANTINED)[:COUNTED_TO].count(),
        unread_since=unread.values_list("received_at", flat=True).first(),
        unsent_since=unsent.values_list("made_at", flat=True).first(),
    )


def in_brief() -> dict[str, str]:
    """``status``, ``fetching``, ``reading`` and ``sending`` of the whole installation, each ``ok`` or ``late``: what
    may be told to anybody. Asked of the database at most once in :data:`BRIEF_FOR` seconds in each process."""
    global _brief
    now = time.monotonic()
    if _brief is None or now - _brief[0] > BRIEF_FOR:
        _brief = (now, _in_brief())
    return dict(_brief[1])


def _in_brief() -> dict[str, str]:
    waits = waiting()
    told = {
        "fetching": all(one.is_well for one in of_boxes()),
        "reading": not waits.is_reading_late,
        "sending": not waits.is_sending_late,
    }
    words = {name: "ok" if is_well else "late" for name, is_well in told.items()}
    return {"status": "ok" if all(told.values()) else "late", **words}
