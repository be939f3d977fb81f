"""Which messages of a ticket can be split off into a new one, whose it would be, and what else that does."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from deskhand.accounts.models import Person
from deskhand.kernel.errors import Invalid
from deskhand.tickets import letters, merged
from deskhand.tickets.models import Message, MessageKind, Split, Ticket

SPLIT_LIMIT = 200
"""Most messages that are split off at once, and the newest that the page offers."""


@dataclass(frozen=True)
class Preview:
    """What splitting off does. ``requester`` asks in the new ticket and reads its ``messages`` but the ``notes``;
    ``losing`` are the names of those who read them here and do not there."""

    requester: Person
    messages: int
    notes: int
    files: int
    losing: list[str]


def first_of(ticket: Ticket) -> Message | None:
    """The message with which a ticket begins: the request itself, which stays. None for one without any message."""
    found: Message | None = ticket.messages.order_by("created_at", "pk").first()
    return found


def choices(ticket: Ticket) -> list[Message]:
    """Messages that can be split off, by time: the newest SPLIT_LIMIT but the first of all."""
    first = first_of(ticket)
    rows = ticket.messages.exclude(pk=first.pk if first else 0).prefetch_related("attachments")
    return list(rows.order_by("-created_at", "-pk")[:SPLIT_LIMIT])[::-1]


def chosen(ticket: Ticket, wanted: Collection[int]) -> list[Message]:
    """The messages by time. Raises Invalid or Conflict, in words that say what to do, where they cannot be split
    off."""
    merged.need_apart(ticket)
    if ticket.deleted_at is not None or ticket.is_spam:
        raise Invalid(_("%(number)s is in the bin or spam: restore it first.") % {"number": ticket.number})
    ids = set(wanted)
    if not ids:
        raise wrong(_("Choose the messages that go into the new ticket."))
    if len(ids) > SPLIT_LIMIT:
        raise wrong(_("At most %(limit)s messages at once.") % {"limit": SPLIT_LIMIT})
    found = list(ticket.messages.filter(pk__in=ids).select_related("author").order_by("created_at", "pk"))
    if len(found) != len(ids):
        raise wrong(_("Some of these messages are not on this ticket any more. Choose again."))
    first = first_of(ticket)
    if first is not None and first.pk in ids:
        raise wrong(_("The first message is the request itself: it stays here. Choose from those after it."))
    if all(one.is_internal for one in found):
        raise wrong(_("Choose at least one message that is not internal: else its requester would find nothing there."))
    return found


def requester_of(ticket: Ticket, messages: Sequence[Message]) -> Person:
    """Who asks in the new ticket unless somebody else is named: the author of the first message that came from the
    requester's side, else the requester here."""
    theirs = (one.author for one in messages if one.side == "requester" and one.kind == MessageKind.REPLY)
    return next((one for one in theirs if one is not None and one.is_active), ticket.requester)


def people_of(ticket: Ticket) -> list[Person]:
    """Who could ask in the new ticket: those on the requester's side here, and who wrote from there. Three queries."""
    wrote = Q(messages__ticket=ticket, messages__side="requester", messages__kind=MessageKind.REPLY)
    authors = Person.objects.filter(wrote, is_active=True).distinct().order_by("name", "pk")
    found = {one.pk: one for one in [ticket.requester, *letters.on_requesters_side(ticket), *authors]}
    return list(found.values())


def preview(ticket: Ticket, messages: Sequence[Message], requester: Person) -> Preview:
    """Everything that the agent should know before. ``messages`` are those of :func:`chosen`."""
    ids = [one.pk for one in messages]
    return Preview(
        requester=requester,
        messages=len(messages),
        notes=sum(one.is_internal for one in messages),
        files=ticket.attachments.filter(message_id__in=ids).count(),
        losing=[one.name for one in letters.on_requesters_side(ticket) if one.pk != requester.pk],
    )


def split_of(ticket: Ticket) -> Split | None:
    """The split in force by which the ticket was made, if one was."""
    found = (
        Split.objects.within(ticket.desk_id)
        .with_confidential("of the ticket at hand")
        .filter(into_id=ticket.pk, undone_at=None)
        .select_related("ticket")
    )
    row: Split | None = found.first()
    return row


def wrong(words: str) -> Invalid:
    """The refusal of a choice of messages."""
    return Invalid(words, {"messages": words})
