"""What of tickets goes over when two people are merged, with its facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import partial

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.merging import PersonRows, Told
from deskhand.kernel.actor import Actor
from deskhand.kernel.events import Fact, emit_many
from deskhand.tickets.events import TicketAssigned, TicketChanged
from deskhand.tickets.models import (
    AccessLink,
    Attachment,
    BulkRun,
    BulkUndo,
    CannedReply,
    Draft,
    Follower,
    Held,
    Macro,
    Message,
    NeedToKnow,
    PersonRecord,
    Presence,
    ReadMark,
    Service,
    Snooze,
    Ticket,
)


def _told(column: str, ids: Sequence[int], old: int, new: int, actor: Actor) -> None:
    """The fact of each ticket whose requester, affected person or assignee is another now, and its new version."""
    tickets = Ticket.objects.beyond_walls("a merge judged the walls before").filter(pk__in=ids)
    by_desk: dict[int, list[Fact]] = defaultdict(list)
    for pk, desk in tickets.order_by("number").values_list("pk", "desk_id"):
        by_desk[desk].append(_fact(column, pk, old, new))
    tickets.update(version=F("version") + 1)
    for desk, facts in by_desk.items():
        emit_many(facts, actor=actor, desk_id=desk)


def _fact(column: str, ticket: int, old: int, new: int) -> Fact:
    if column == "assignee":
        return TicketAssigned(ticket=ticket, old=old, new=new)
    return TicketChanged(ticket=ticket, field=column, old=old, new=new)


def _telling(column: str) -> Told:
    return partial(_told, column)


ROWS = (
    PersonRows(Ticket, "requester", _("Tickets that they asked"), desk="desk_id", told=_telling("requester")),
    PersonRows(Ticket, "affected", _("Tickets that are about them"), desk="desk_id", told=_telling("affected")),
    PersonRows(Ticket, "assignee", _("Tickets that they work on"), desk="desk_id", told=_telling("assignee")),
    PersonRows(Follower, "person", _("Tickets that they follow"), once_with=("ticket_id",), desk="ticket__desk_id"),
    PersonRows(NeedToKnow, "person", once_with=("ticket_id",), desk="ticket__desk_id"),
    PersonRows(NeedToKnow, "added_by", desk="ticket__desk_id"),
    PersonRows(Message, "author", _("Messages that they wrote"), desk="ticket__desk_id"),
    PersonRows(Attachment, "uploaded_by", desk="desk_id"),
    PersonRows(Draft, "person", once_with=("ticket_id", "kind"), keeps_doubles=True, desk="ticket__desk_id"),
    PersonRows(Held, "author", desk="ticket__desk_id"),
    PersonRows(Snooze, "person", desk="ticket__desk_id"),
    PersonRows(Service, "owner", desk="desk_id"),
    PersonRows(Macro, "person", desk="desk_id"),
    PersonRows(Macro, "assign_to", desk="desk_id"),
    PersonRows(ReadMark, "person", once_with=("ticket_id",), desk="ticket__desk_id"),
    PersonRows(BulkUndo, "person", desk="desk_id"),
    PersonRows(BulkRun, "person", desk="desk_id"),
    PersonRows(BulkRun, "cancelled_by", desk="desk_id"),
    PersonRows(BulkRun, "undone_by", desk="desk_id"),
    PersonRows(CannedReply, "person", desk="desk_id"),
    PersonRows(
        PersonRecord,
        "person",
        _("Notes and contacts about them"),
        desk="desk_id",
        hidden=Q(deleted_at__isnull=False),
    ),
    PersonRows(PersonRecord, "author", desk="desk_id"),
    PersonRows(Presence, "person", is_fleeting=True),
    PersonRows(AccessLink, "person", ends="revoked_at"),
)
"""Every row of tickets that names a person."""
