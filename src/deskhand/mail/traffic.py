"""Everything that came in and went out of a desk's mailboxes, as one list, newest first.

Letters lie in two tables. Each is read in the order of its own index, at most a page of it, and the two are merged: so
a page costs the same whether the desk has had a hundred letters or a million.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from heapq import merge
from typing import Any, NamedTuple

from django.db.models import Q

from deskhand.accounts.models import Desk
from deskhand.kernel import clock
from deskhand.mail.message_ids import without_tokens
from deskhand.mail.models import InboundMail, InboundState, Mailbox, OutboundMail, OutboundState

PAGE = 50
"""Letters on one page."""

WORDS_LIMIT = 8
"""Words of a search that are looked for; each must be found."""

SEARCH_LIMIT = 500
"""Characters of a search."""

DAYS = (7, 30, 90, 365)
"""Periods that can be chosen, in days; without one all letters are listed."""

DEFAULT_DAYS = 30
"""The period of a page that names none."""

IN, OUT = "in", "out"

_BOTH = {IN: None, OUT: None}
_SHOWN: dict[str, dict[str, Any]] = {
    "": _BOTH,
    IN: {IN: None},
    OUT: {OUT: None},
    "waiting": {IN: (InboundState.STORED,), OUT: (OutboundState.QUEUED,)},
    "quarantine": {IN: (InboundState.QUARANTINED,)},
    "ignored": {IN: (InboundState.IGNORED,)},
    "failed": {OUT: (OutboundState.FAILED,)},
}
SHOWN = tuple(_SHOWN)
"""What a page can be narrowed to: both ways, one of them, or letters that stand so."""

_CURSOR = re.compile(r"(\d{1,17})-(in|out)-(\d{1,18})")


class Passage(NamedTuple):
    """One letter on its way in or out. ``name`` and ``email`` are those of the other side: who wrote, or to whom we
    wrote. ``subject`` of what we wrote has no reply token: that is its reader's alone. ``became`` is the code of what
    became of a letter that came in, ``says`` what a server or a fault said."""

    at: datetime
    way: str
    pk: int
    name: str
    email: str
    subject: str
    state: str
    became: str
    says: str
    ticket_number: int | None

    @property
    def cursor(self) -> str:
        """Where a page that begins behind this letter goes on."""
        return f"{_micros(self.at)}-{self.way}-{self.pk}"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which letters are asked for. ``shown`` is one of :data:`SHOWN`; ``words`` an address, a Message-ID, a ticket's
    number, or words of subject and names; ``days`` how far back (None: all); ``before`` a cursor; ``hidden`` a query
    for numbers of tickets of whose letters the asker must not know."""

    shown: str = ""
    words: str = ""
    days: int | None = DEFAULT_DAYS
    before: str = ""
    hidden: Any = ()


def passed(desk: Desk, asked: Asked) -> tuple[list[Passage], str]:
    """A page of letters, and the cursor of the next page (empty on the last). Two queries, whatever the desk has."""
    ways = _SHOWN.get(asked.shown, _BOTH)
    found: list[list[Passage]] = []
    if IN in ways:
        found.append(_came(desk, asked, ways[IN]))
    if OUT in ways:
        found.append(_went(desk, asked, ways[OUT]))
    rows = list(merge(*found, key=lambda one: (one.at, one.way, one.pk), reverse=True))
    return rows[:PAGE], rows[PAGE - 1].cursor if len(rows) > PAGE else ""


def _came(desk: Desk, asked: Asked, states: Sequence[str] | None) -> list[Passage]:
    boxes = list(Mailbox.objects.within(desk).order_by("pk").values_list("pk", flat=True))
    arms = [_newest_in(desk, box, asked, states) for box in boxes]
    if not arms:
        return []
    rows = arms[0] if len(arms) == 1 else _together(desk, arms)
    return [
        Passage(at, IN, pk, name, email, subject, state, became, says, number)
        for pk, at, name, email, subject, state, became, says, number in rows
    ]


_IN_COLUMNS = (
    "pk", "received_at", "from_name", "from_email", "subject", "state", "outcome", "error", "ticket_number",
)  # fmt: skip


def _newest_in(desk: Desk, box: int, asked: Asked, states: Sequence[str] | None) -> Any:
    """The newest letters of one mailbox, read along its index."""
    rows = InboundMail.objects.within(desk).filter(mailbox_id=box).exclude(ticket_number__in=asked.hidden)
    rows = rows.filter(_meant(asked.words, "from")) if asked.words.strip() else rows
    rows = rows.filter(state__in=states) if states else rows
    rows = _since(rows, "received_at", IN, asked)
    return rows.order_by("-received_at", "-pk").values_list(*_IN_COLUMNS)[: PAGE + 1]


def _together(desk: Desk, arms: list[Any]) -> Any:
    """The newest of several mailboxes: one index can give the order of a single one, so each is read by itself."""
    found = [InboundMail.objects.within(desk).filter(pk__in=one.values("pk")) for one in arms]
    parts = [one.order_by().values_list(*_IN_COLUMNS) for one in found]
    return parts[0].union(*parts[1:], all=True).order_by("-received_at", "-pk")[: PAGE + 1]


def _went(desk: Desk, asked: Asked, states: Sequence[str] | None) -> list[Passage]:
    rows = OutboundMail.objects.within(desk.pk).exclude(ticket_number__in=asked.hidden)
    rows = rows.filter(_meant(asked.words, "to")) if asked.words.strip() else rows
    rows = rows.filter(state__in=states) if states else rows
    rows = _since(rows, "made_at", OUT, asked).order_by("-made_at", "-pk")
    columns = ("pk", "made_at", "to_name", "to_email", "subject", "state", "kind", "server_says", "ticket_number")
    return [
        Passage(at, OUT, pk, name, email, without_tokens(subject), state, kind, says, number)
        for pk, at, name, email, subject, state, kind, says, number in rows.values_list(*columns)[: PAGE + 1]
    ]


def _since(rows: Any, moment: str, way: str, asked: Asked) -> Any:
    """Rows of the asked period, behind the cursor."""
    if asked.days is not None:
        rows = rows.filter(**{f"{moment}__gte": clock.now() - timedelta(days=asked.days)})
    place = _CURSOR.fullmatch(asked.before)
    if place is None:
        return rows
    at = datetime.fromtimestamp(0, UTC) + timedelta(microseconds=min(int(place[1]), 4 * 10**15))
    rows = rows.filter(**{f"{moment}__lte": at})
    earlier = Q(**{f"{moment}__lt": at})
    if place[2] == way:
        return rows.filter(earlier | Q(pk__lt=min(int(place[3]), 2**62)))
    # Of one moment letters out stand before letters in.
    return rows if way == IN else rows.filter(earlier)


def _meant(words: str, side: str) -> Q:
    words = " ".join(words[:SEARCH_LIMIT].split())
    number = words.removeprefix("#")
    if number.isdecimal() and len(number) < 16:
        found = Q(ticket_number=int(number))
        return found if words.startswith("#") else found | Q(subject__icontains=number)
    if words.startswith("<") and words.endswith(">"):
        return Q(message_id=words)
    if "@" in words[1:] and " " not in words:
        return Q(**{f"{side}_email__in": sorted({words, words.lower()})}) | Q(message_id=f"<{words}>")
    found = Q()  # Every word, wherever it stands.
    for word in words.split()[:WORDS_LIMIT]:
        names = [f"{side}_email", f"{side}_name", "subject"]
        one = Q()
        for name in names:
            one |= Q(**{f"{name}__icontains": word})
        found &= one
    return found


def _micros(at: datetime) -> int:
    return (at - datetime.fromtimestamp(0, UTC)) // timedelta(microseconds=1)
