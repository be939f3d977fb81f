"""The version of a desk: a short text that differs whenever something happened there. Pages ask for it all the time."""

from __future__ import annotations

from collections.abc import Iterable
from zlib import crc32

from django.db.models import Count, Max

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
    facts = Event.objects.filter(subject_kind="ticket", subject_id=ticket_id).order_by("-at")
    letters = OutboundMail.objects.within(desk_id).filter(ticket_number=number).aggregate(n=Count("pk"), at=Max("changed_at"))
    moved = letters["at"].isoformat() if letters["at"] else ""
    return _short([*facts.values_list("id", flat=True)[:NEWEST], letters["n"], moved])


def _short(parts: Iterable[object]) -> str:
    every = ",".join(map(str, parts))
    return f"{crc32(every.encode()):08x}"
