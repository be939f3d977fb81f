"""Rows of the ticket list as they are shown. A row is drawn once for all who would see the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from markupsafe import Markup

from deskhand.kernel import clock
from deskhand.tickets.columns import Chip, Column
from deskhand.tickets.models import Category
from deskhand.web import kept, moments

RUNNING = ("calm", "soon")
"""Tones of chips whose time has not come yet."""


class Line(NamedTuple):
    """All that a row says, in words of its reader: what follows from it is kept (``web/kept.py``). ``asked`` is the
    question of the list, for the way back from the ticket."""

    number: int
    subject: str
    category: str
    status: str
    priority: str
    snippet: str
    tags: tuple[str, ...]
    requester_id: int | None
    requester: str
    is_vip: bool
    assignee_id: int | None
    assignee: str
    is_unproven: bool
    is_confidential: bool
    wakes: str
    is_unread: bool
    created_at: datetime
    age: str
    last_message_at: datetime
    last: str
    last_side: str
    last_name: str
    may_change: bool
    asked: str
    more: tuple[str | Due, ...] = ()


class Due(NamedTuple):
    """A chip as it is shown. ``left`` is the time until ``at`` in words."""

    words: str
    tone: str
    title: str
    at: datetime | None
    left: str
    soon_at: datetime | None = None


def drawn(rows: Iterable[Mapping[str, Any]], asked: str, may_change: bool, columns: Sequence[Column] = ()) -> Markup:
    """The rows of :class:`deskhand.tickets.listing.Page` as markup, for the list that the text ``asked`` stands for
    (``view=open&sort=-updated``); with a box to select each if ``may_change``, and with the columns of modules."""
    ago, cell = moments.ages(), _cells(clock.now())

    def more(row: Mapping[str, Any]) -> tuple[str | Due, ...]:
        return tuple(cell(one.words.get(row["id"], ""), one.has_chips) for one in columns)

    return kept.parts("tickets/_line.html", "t", (_line(row, ago, asked, may_change, more(row)) for row in rows))


def _line(row: Mapping[str, Any], ago: Any, asked: str, may_change: bool, more: tuple[str | Due, ...]) -> Line:
    created, last = row["created_at"], row["last_message_at"]
    return Line(
        number=row["number"],
        subject=row["subject"],
        category=row["category"],
        status=row["status__name"],
        priority=row["priority"],
        snippet=row["snippet"],
        tags=tuple(row["tags"]),
        requester_id=row["requester_id"],
        requester=row["requester__name"] or "",
        is_vip=bool(row["requester__is_vip"]),
        assignee_id=row["assignee_id"],
        assignee=row["assignee__name"] or "",
        is_unproven=row["is_unproven"],
        is_confidential=row["is_confidential"],
        wakes=moments.exact(row["snooze__wakes_at"]) if row["category"] == Category.ON_HOLD else "",
        is_unread=row["is_unread"],
        created_at=created,
        age=ago(created),
        last_message_at=last,
        last=ago(last),
        last_side=row["last_side"],
        last_name=row["last_name"],
        may_change=may_change,
        asked=asked,
        more=more,
    )


def _cells(now: datetime) -> Callable[[str | Chip, bool], str | Due]:
    """Cells of one page, seen at one instant."""
    left = moments.lefts(now)

    def cell(said: str | Chip, is_among_chips: bool) -> str | Due:
        if not isinstance(said, Chip):
            return Due(said, "calm", "", None, "") if is_among_chips else said
        words = left(said.at) if said.at is not None else ""
        return Due(said.words, _tone(said, now), said.title, said.at, words, said.soon_at)

    return cell


def _tone(chip: Chip, now: datetime) -> str:
    """What it is at this moment: the rows that a module keeps may be older."""
    if chip.at is None or chip.tone not in RUNNING:
        return str(chip.tone)
    if chip.at <= now:
        return "late"
    return "soon" if chip.soon_at is not None and chip.soon_at <= now else str(chip.tone)
