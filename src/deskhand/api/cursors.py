"""Pages of lists: a signed cursor says after which row to go on, so pages hold while others write."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from deskhand.kernel import signing
from deskhand.kernel.errors import Invalid

DEFAULT_LIMIT = 50
LARGEST_LIMIT = 100
"""Rows of one page: as asked for, between 1 and this."""

CURSOR_LIMIT = 2_000
"""Longest cursor in characters: that of a search knows five hundred tickets, by the gaps between their ids."""

_PURPOSE = "api-cursor"


@dataclass(frozen=True)
class Walk:
    """One page of a list in order of ``column``, then ``id``. ``about`` says what the list is (who asks, for what):
    a cursor of another list is refused."""

    column: str
    about: str
    limit: int = DEFAULT_LIMIT
    cursor: str = ""
    is_down: bool = False

    def rows(self, found: Any, *columns: str) -> list[dict[str, Any]]:
        """The rows of the page, and one more if there is one. One query."""
        sign = "-" if self.is_down else ""
        if self.cursor:
            found = found.filter(self._beyond())
        return list(found.order_by(f"{sign}{self.column}", f"{sign}id").values(*columns)[: self.limit + 1])

    def cut(self, rows: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], str | None]:
        """The page, and the cursor of the next one."""
        if len(rows) <= self.limit:
            return rows, None
        last = rows[self.limit - 1]
        return rows[: self.limit], sealed(self._bound, [last[self.column], last["id"]])

    def page(self, found: Any, show: Callable[[Any], Any], *related: str) -> dict[str, Any]:
        """The page as it is answered: ``show`` makes an item of each row, with its ``related`` ones. Two queries."""
        rows, following = self.cut(self.rows(found, "id", self.column))
        whole = (found.select_related(*related) if related else found).in_bulk([row["id"] for row in rows])
        return {"items": [show(whole[row["id"]]) for row in rows if row["id"] in whole], "next": following}

    @property
    def _bound(self) -> str:
        return f"{self.about}\0{self.column}\0{self.is_down}"

    def _beyond(self) -> Q:
        value, pk = opened(self._bound, self.cursor)
        name, side = self.column, "lt" if self.is_down else "gt"
        # The first condition says the same as the second more loosely: it lets an index begin at the right place.
        return Q(**{f"{name}__{side}e": value}) & (Q(**{f"{name}__{side}": value}) | Q(**{f"id__{side}": pk}))


def sealed(about: str, values: Sequence[Any]) -> str:
    """A cursor that carries the values and is good for this list alone."""
    plain = [{"t": one.isoformat()} if isinstance(one, datetime) else one for one in values]
    payload = base64.urlsafe_b64encode(json.dumps(plain, separators=(",", ":")).encode()).decode().rstrip("=")
    return f"{payload}.{signing.signature(_PURPOSE, _signed(about, payload))}"


def opened(about: str, cursor: str) -> list[Any]:
    """The values of a cursor. Raises Invalid for one that is not ours, or of another list."""
    try:
        plain = json.loads(_payload(about, cursor))
    except ValueError:
        raise _unknown() from None
    return [datetime.fromisoformat(one["t"]) if isinstance(one, dict) else one for one in plain]


def _payload(about: str, cursor: str) -> bytes:
    payload, _dot, given = cursor.rpartition(".")
    if len(cursor) > CURSOR_LIMIT or not signing.is_signed(_PURPOSE, _signed(about, payload), given):
        raise _unknown()
    try:
        return base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
    except (ValueError, binascii.Error):
        raise _unknown() from None


def sealed_ids(about: str, ids: Collection[int]) -> str:
    """A cursor of a list that has no order of its own: it carries what was given before."""
    written = bytearray()
    before = 0
    for pk in sorted(ids):
        gap, before = pk - before, pk
        while gap > 0x7F:
            written.append(gap & 0x7F | 0x80)
            gap >>= 7
        written.append(gap)
    payload = base64.urlsafe_b64encode(bytes(written)).decode().rstrip("=")
    return f"{payload}.{signing.signature(_PURPOSE, _signed(about, payload))}"


def opened_ids(about: str, cursor: str) -> set[int]:
    """What was given before. Raises Invalid for a cursor that is not ours, or of another list."""
    found: set[int] = set()
    last = gap = shift = 0
    for byte in _payload(about, cursor):
        gap |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            last += gap
            found.add(last)
            gap = shift = 0
    return found


def _signed(about: str, payload: str) -> str:
    return f"{hashlib.sha256(about.encode()).hexdigest()}.{payload}"


def _unknown() -> Invalid:
    words = _("Take “next” of the page before, with the same q and sort; or leave it away to begin at the beginning.")
    return Invalid(_("This cursor belongs to another list."), {"cursor": words})
