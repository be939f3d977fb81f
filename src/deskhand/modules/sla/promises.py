"""A ticket's promises as people read them: in the panel beside it, in lists, on the portal. One query, no calendars:
every instant is the one that is stored."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from deskhand.modules.sla import rulebook
from deskhand.modules.sla.engine.course import share
from deskhand.modules.sla.metrics import LABELS, Metric
from deskhand.modules.sla.models import Clock, Interval, Level, Outcome, State
from deskhand.modules.sla.querysets import ClockQuerySet
from deskhand.modules.sla.terms import Target
from deskhand.web import moments

BRIEFLY: Mapping[str, Lazy] = {
    Metric.FIRST_RESPONSE: pgettext_lazy("what is due", "Answer"),
    Metric.NEXT_RESPONSE: pgettext_lazy("what is due", "Answer"),
    Metric.PERIODIC_UPDATE: pgettext_lazy("what is due", "Update"),
    Metric.TIME_TO_OWN: pgettext_lazy("what is due", "Owner"),
    Metric.TIME_TO_RESOLVE: pgettext_lazy("what is due", "Resolve"),
}
"""What is due, in a narrow column."""

ENDED_LIMIT = 30
"""Ended clocks that the panel beside a ticket lists; the page that explains them has them all."""

SAME_WEEK = timedelta(days=6)
"""An instant up to so far ahead is told by its weekday."""


class Tone(StrEnum):
    """How it stands with a promise."""

    CALM = "calm"
    SOON = "soon"
    LATE = "late"
    PAUSED = "paused"
    MET = "met"
    LATE_PAUSED = "late paused"

    @property
    def is_late(self) -> bool:
        """Its time is over, though it may stand still since."""
        return self in (Tone.LATE, Tone.LATE_PAUSED)


@dataclass(frozen=True)
class Promise:
    """One clock in words: when it is due, since when it is paused, or how it ended. ``left`` is the time until it is
    due, or since. ``since`` is the instant from which it has been as it is. ``share`` is how much of what
    is promised has counted, in percent; None once it has ended. ``course`` is how that goes on, for the screen."""

    name: str
    tone: Tone
    words: str
    row: Clock
    target: Target | None
    since: datetime
    left: str = ""
    share: int | None = None
    course: str = ""

    @property
    def due_at(self) -> datetime | None:
        """When it is or was due."""
        return self.row.due_at

    @property
    def is_open(self) -> bool:
        """It runs or is paused."""
        return self.row.ended_at is None

    @property
    def is_paused(self) -> bool:
        """Its time stands still."""
        return self.row.state == State.PAUSED

    @property
    def maker(self) -> str:
        """Who made it besides the desk: the team of a promise between teams, or that it is a supplier's."""
        if self.row.level == Level.UC:
            return _("supplier")
        return self.row.team.name if self.row.team is not None and not _is_foreign(self.row) else ""


def promises_of(desk_id: int, ticket_id: int, now: datetime) -> list[Promise]:
    """Those of a ticket: open ones by when they are due, what is paused last; then those that ended, the newest first.
    One query."""
    rows = [_promise(row, now) for row in _rows(desk_id, ticket_id)]
    opened = sorted((one for one in rows if one.is_open), key=_urgency)
    return [*opened, *sorted((one for one in rows if not one.is_open), key=lambda one: one.since, reverse=True)]


def promised_to_requester(desk_id: int, ticket_id: int, now: datetime) -> list[Promise]:
    """Open promises that the desk shows to requesters, by when they are due. One query."""
    rows = _rows(desk_id, ticket_id).filter(is_promised=True, level=Level.SLA, ended_at=None)
    return sorted((_promise(row, now) for row in rows), key=_urgency)


def tone_of(due_at: datetime | None, soon_at: datetime | None, now: datetime, *, is_paused: bool = False) -> Tone:
    """How it stands with an open promise at an instant."""
    if due_at is not None and due_at < now:
        return Tone.LATE_PAUSED if is_paused else Tone.LATE
    if is_paused:
        return Tone.PAUSED
    return Tone.SOON if soon_at is not None and soon_at <= now else Tone.CALM


def by_when(at: datetime, now: datetime) -> str:
    """An instant as briefly as it can be said in the reader's zone: ``14:20``, ``Fri 10:00``, ``24 Nov 10:00``."""
    local, today = timezone.localtime(at), timezone.localtime(now).date()
    if local.date() == today:
        return moments.clock(at)
    if today < local.date() <= today + SAME_WEEK:
        return f"{WEEKDAYS_ABBR[local.weekday()]} {moments.clock(at)}"
    return f"{moments.day(at, now).striptags()} {moments.clock(at)}"


def name_in(key: str) -> str:
    """What a clock is called by its key alone."""
    return str(LABELS[Metric(key)]) if key in LABELS else key.replace("_", " ")


def _rows(desk_id: int, ticket_id: int) -> ClockQuerySet:
    turned = Interval.objects.beyond_walls("the ledger of a clock that is read within its desk")
    last = turned.filter(clock_id=OuterRef("pk")).order_by("-place").values("began_at")[:1]
    rows = Clock.objects.within(desk_id).filter(ticket_id=ticket_id).select_related("version__policy", "team")
    found: ClockQuerySet = rows.annotate(turned_at=Subquery(last)).order_by("-started_at", "pk")
    return found


def _promise(row: Clock, now: datetime) -> Promise:
    target = None if _is_foreign(row) else rulebook.rule_of(row.version, row.desk_id).terms.target(row.key)
    name = _name(row, target)
    if row.ended_at is not None:
        outcome = Outcome(row.outcome)
        tone = {Outcome.MET: Tone.MET, Outcome.MISSED: Tone.LATE}.get(outcome, Tone.CALM)
        return Promise(name, tone, str(outcome.label), row, target, row.ended_at)
    tone = tone_of(row.due_at, row.soon_at, now, is_paused=row.state == State.PAUSED)
    since: datetime = row.turned_at  # type: ignore[attr-defined]
    if row.due_at is None:
        words, left = _("since %(when)s") % {"when": by_when(since, now)}, ""
    else:
        words, left = by_when(row.due_at, now), moments.left(row.due_at, now)
    course = json.dumps(row.course, separators=(",", ":")) if len(row.course) > 1 else ""
    return Promise(name, tone, words, row, target, since, left, share(row.course, now), course)


def _name(row: Clock, target: Target | None) -> str:
    if _is_foreign(row):
        return _("A promise of another desk")
    return name_in(row.key) if target is None else target.label or str(LABELS[target.metric])


def _is_foreign(row: Clock) -> bool:
    """Wound by a desk on which the ticket is no more: nobody is told its names here."""
    is_foreign: bool = row.version.policy.desk_id != row.desk_id
    return is_foreign


def _urgency(one: Promise) -> tuple[bool, bool, datetime]:
    return one.is_paused and one.due_at is None, one.row.level != Level.SLA, one.due_at or one.row.started_at
