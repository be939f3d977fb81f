"""Which notes of a ticket can stay where they are when it goes to another desk."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from deskhand.kernel.errors import Invalid
from deskhand.kernel.models import Event
from deskhand.tickets.models import Message, MessageKind, Split, Ticket
from deskhand.tickets.splitting import first_of

KEPT_LIMIT = 200
"""Most notes that are named to stay behind at a move, and the newest that the page offers. All of them can stay."""


def choices(ticket: Ticket) -> list[Message]:
    """Notes and logs of calls that can stay, by time: the newest KEPT_LIMIT but the first message of all, with which
    the ticket begins."""
    rows = _can_stay(ticket).prefetch_related("attachments")
    return list(rows.order_by("-created_at", "-pk")[:KEPT_LIMIT])[::-1]


def chosen(ticket: Ticket, wanted: Collection[int] | None) -> list[Message]:
    """The notes by time; with None all that can stay. Raises Invalid where they cannot."""
    rows = _can_stay(ticket).select_related("author").order_by("created_at", "pk")
    if wanted is None:
        return list(rows)
    ids = set(wanted)
    if len(ids) > KEPT_LIMIT:
        raise _wrong(_("At most %(limit)s notes at once.") % {"limit": KEPT_LIMIT})
    found = list(rows.filter(pk__in=ids))
    if len(found) != len(ids):
        raise _wrong(_("Some of these notes are not on this ticket any more. Choose again."))
    return found


def _can_stay(ticket: Ticket) -> Any:
    first = first_of(ticket)
    return ticket.messages.exclude(kind=MessageKind.REPLY).exclude(pk=first.pk if first else 0)


def newest_split(ticket: Ticket) -> int:
    """The id of the newest row that says what of the ticket became one of its own; 0 without any. A move that leaves
    notes behind makes one."""
    rows = Split.objects.beyond_walls("the id alone").filter(ticket=ticket)
    return rows.order_by("-pk").values_list("pk", flat=True).first() or 0


def facts_elsewhere(ticket: Ticket) -> list[int]:
    """The ids of facts about notes that stayed at another desk than the ticket's: its people do not learn of them.
    One query, and a second if there are any."""
    rows = Split.objects.beyond_walls("what is not to be told").filter(ticket=ticket, undone_at=None)
    stayed = rows.exclude(into__desk_id=ticket.desk_id).values_list("messages", flat=True)
    ids = {pk for messages in stayed for pk in messages}
    if not ids:
        return []
    noted = Event.objects.filter(subject_kind="ticket", subject_id=ticket.pk, code="ticket.noted")
    return [pk for pk, values in noted.values_list("id", "values") if values.get("message") in ids]


def _wrong(words: str) -> Invalid:
    return Invalid(words, {"keep": words})
