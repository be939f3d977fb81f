"""A ticket's promises as people read them: in the panel beside it, in lists, on the portal. One query, no calendars:
every instant is the one that is stored."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.functional import Promise as Lazy
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _

from deskhand.kernel.prepared import Prepared
from deskhand.modules.sla.engine.course import share
from deskhand.modules.sla.metrics import LABELS, Metric
from deskhand.modules.sla.models import Clock, Interval, Level, Outcome, State
from deskhand.modules.sla.targets import targets_of
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

KEPT = 5_000
"""Instants whose words a process keeps."""


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


class Promise(NamedTuple):
    """One clock in words: when it is due, since when it is paused, or how it ended. All of it are plain values, by
    which markup may be kept.

    ``metric`` is None where its policy does not name it any more, or is no matter of this desk; it ``has_own_name``
    where the policy gave it one. ``maker`` is who made it besides the desk: the team of a promise between teams, or
    that it is a supplier's. ``since`` is the instant from which it has been as it is. ``left`` is the time until it is
    due, or since. ``share`` is how much of what is promised has counted, in percent; None once it has ended. ``course``
    is how that goes on, for the screen.
    """

    name: str
    metric: Metric | None
    has_own_name: bool
    maker: str
    level: str
    tone: Tone
    words: str
    outcome: str
    is_open: bool
    is_paused: bool
    started_at: datetime
    due_at: datetime | None
    soon_at: datetime | None
    since: datetime
    left: str = ""
    share: int | None = None
    course: str = ""


class _Row(NamedTuple):
    """A clock as it is read: ``policy_desk_id`` is the desk that made the promise, ``turned_at`` when its last interval
    began."""

    key: str
    level: str
    state: str | None
    outcome: str
    is_promised: bool
    started_at: datetime
    ended_at: datetime | None
    due_at: datetime | None
    soon_at: datetime | None
    course: Any
    version_id: int
    desk_id: int
    policy_desk_id: int
    team_name: str | None
    turned_at: datetime

    @property
    def is_foreign(self) -> bool:
        """Wound by a desk on which the ticket is no more: nobody is told its names here."""
        return self.policy_desk_id != self.desk_id


def promises_of(desk_id: int, ticket_id: int, now: datetime) -> list[Promise]:
    """Those of a ticket: open ones by when they are due, what is paused last; then those that ended, the newest first.
    One query; another one for versions of policies that this process has not seen yet."""
    found = _in_words(_rows(desk_id, ticket_id), now)
    opened = sorted((one for one in found if one.is_open), key=_urgency)
    return [*opened, *sorted((one for one in found if not one.is_open), key=lambda one: one.since, reverse=True)]


def promised_to_requester(desk_id: int, ticket_id: int, now: datetime) -> list[Promise]:
    """Open promises that the desk shows to requesters, by when they are due. Queries as of :func:`promises_of`."""
    rows = _rows(desk_id, ticket_id)
    shown = [row for row in rows if row.is_promised and row.level == Level.SLA and row.ended_at is None]
    return sorted(_in_words(shown, now), key=_urgency)


def tone_of(due_at: datetime | None, soon_at: datetime | None, now: datetime, *, is_paused: bool = False) -> Tone:
    """How it stands with an open promise at an instant."""
    if due_at is not None and due_at < now:
        return Tone.LATE_PAUSED if is_paused else Tone.LATE
    if is_paused:
        return Tone.PAUSED
    return Tone.SOON if soon_at is not None and soon_at <= now else Tone.CALM


def by_when(at: datetime, now: datetime) -> str:
    """An instant as briefly as it can be said in the reader's zone: ``14:20``, ``Fri 10:00``, ``24 Nov 10:00``."""
    return _by_when(at, timezone.localtime(now).date(), timezone.get_current_timezone_name(), get_language())


@lru_cache(maxsize=KEPT)
def _by_when(at: datetime, today: date, _zone: str, _language: str | None) -> str:
    day = timezone.localtime(at).date()
    if day == today:
        return moments.clock(at)
    if today < day <= today + SAME_WEEK:
        return f"{WEEKDAYS_ABBR[day.weekday()]} {moments.clock(at)}"
    return f"{moments.day_words(at, today)} {moments.clock(at)}"


def name_in(key: str) -> str:
    """What a clock is called by its key alone."""
    return str(LABELS[Metric(key)]) if key in LABELS else key.replace("_", " ")


def _rows(desk_id: int, ticket_id: int) -> list[_Row]:
    return [_Row(*row) for row in _clocks.rows(desk=desk_id, ticket=ticket_id)]


def _of_ticket(desk: int, ticket: int) -> Any:
    turned = Interval.objects.beyond_walls("the ledger of a clock that is read within its desk")
    last = turned.filter(clock_id=OuterRef("pk")).order_by("-place").values("began_at")[:1]
    rows = Clock.objects.within(desk).filter(ticket_id=ticket).annotate(turned_at=Subquery(last))
    return rows.order_by("-started_at", "pk").values_list(*(_ELSEWHERE.get(name, name) for name in _Row._fields))


_ELSEWHERE = {"policy_desk_id": "version__policy__desk_id", "team_name": "team__name"}
_clocks = Prepared(_of_ticket)


def _in_words(rows: Iterable[_Row], now: datetime) -> list[Promise]:
    found = list(rows)
    targets = targets_of(row.version_id for row in found if not row.is_foreign)
    named = ({} if row.is_foreign else targets.get(row.version_id, {}) for row in found)
    return [_promise(row, known.get(row.key), now) for row, known in zip(found, named, strict=True)]


def _promise(row: _Row, target: Target | None, now: datetime) -> Promise:
    is_paused = row.state == State.PAUSED
    tone, words, since = _standing(row, now, is_paused=is_paused)
    is_counting = row.ended_at is None and row.due_at is not None
    return Promise(
        name=_name(row, target),
        metric=target.metric if target is not None else None,
        has_own_name=target is not None and bool(target.label),
        maker=_maker(row),
        level=row.level,
        tone=tone,
        words=words,
        outcome=row.outcome,
        is_open=row.ended_at is None,
        is_paused=is_paused,
        started_at=row.started_at,
        due_at=row.due_at,
        soon_at=row.soon_at,
        since=since,
        left=moments.left(row.due_at, now) if is_counting and row.due_at is not None else "",
        share=share(row.course, now),
        course=json.dumps(row.course, separators=(",", ":")) if len(row.course) > 1 else "",
    )


def _standing(row: _Row, now: datetime, *, is_paused: bool) -> tuple[Tone, str, datetime]:
    """How it stands with it, when it is due or how it ended, and since when that is so."""
    if row.ended_at is not None:
        outcome = Outcome(row.outcome)
        tone = {Outcome.MET: Tone.MET, Outcome.MISSED: Tone.LATE}.get(outcome, Tone.CALM)
        return tone, str(outcome.label), row.ended_at
    tone = tone_of(row.due_at, row.soon_at, now, is_paused=is_paused)
    if row.due_at is None:
        return tone, _("since %(when)s") % {"when": by_when(row.turned_at, now)}, row.turned_at
    return tone, by_when(row.due_at, now), row.turned_at


def _name(row: _Row, target: Target | None) -> str:
    if row.is_foreign:
        return _("A promise of another desk")
    return name_in(row.key) if target is None else target.label or str(LABELS[target.metric])


def _maker(row: _Row) -> str:
    if row.level == Level.UC:
        return _("supplier")
    return row.team_name or "" if not row.is_foreign else ""


def _urgency(one: Promise) -> tuple[bool, bool, datetime]:
    return one.is_paused and one.due_at is None, one.level != Level.SLA, one.due_at or one.started_at
