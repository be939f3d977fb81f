"""The version of a desk: a short text that differs whenever something happened there. Pages ask for it all the time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from zlib import crc32

from deskhand.kernel.models import Event
from deskhand.mail.models import OutboundMail

NEWEST = 64
"""Facts that a version is made of. Ids commit out of order on PostgreSQL, so the newest id alone could hide one that
was committed late; that more than this many overtake it within a second is not to be feared."""


def version(desk_id: int) -> str:
    """The desk's version: two reads of an index, however large the desk."""
    return _short(Event.objects.filter(desk_id=desk_id).order_by("-at").values_list("id", flat=True)[:NEWEST])


def ticket_version(desk_id: int, ticket_id: int, number: int) -> str:
    """The version of one ticket of the desk: its facts, and what became of the letters that it sent."""
    facts = Event.objects.filter(subject_kind="ticket", subject_id=ticket_id).order_by("-at", "-id")
    letters = OutboundMail.objects.within(desk_id).filter(ticket_number=number).values("state", "changed_at")
    return version_from(facts.values_list("id", flat=True)[:NEWEST], letters)


def version_from(event_ids: Iterable[int], letters: Iterable[Mapping[str, Any]]) -> str:
    """The same from what has been read already: ids of facts, newest first, and letters with ``changed_at``."""
    moments = [letter["changed_at"] for letter in letters]
    moved = [len(moments), max(moments).isoformat() if moments else ""]
    return _short([*list(event_ids)[:NEWEST], *moved])


def _short(parts: Iterable[object]) -> str:
    every = ",".join(map(str, parts))
    return f"{crc32(every.encode()):08x}"
