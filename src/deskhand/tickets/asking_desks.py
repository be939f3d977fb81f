"""Requests from one desk to another: whom a ticket may ask, what was asked, and what of it either side reads.

The asked desk has a ticket like any other: its requester is the agent who asked, and what it reads is what they wrote
for it. Of the ticket for which they asked it learns nothing but the name of the desk. That desk's people read the
public side of the asked ticket, as any requester does, from their own ticket.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from deskhand.accounts.models import Desk
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.tickets import access, moving, status
from deskhand.tickets.models import Attachment, Category, DeskRequest, Message, Ticket
from deskhand.tickets.models.choices import FINISHED

ASKED_LIMIT = 50
"""Most requests to other desks of one ticket."""

FILES_OFFERED = 100
"""Files of a ticket that can be sent along by choice, the newest."""

PAGE = 50
"""Messages of such a request on one page, the newest first asked for."""

REMIND_AFTER = timedelta(days=1)
"""How long after the request, or after a reminder, the other desk can be reminded."""

STATES: Mapping[str, Any] = {
    Category.NEW: pgettext_lazy("state of a request to another desk", "Received"),
    Category.OPEN: pgettext_lazy("state of a request to another desk", "In progress"),
    Category.ON_HOLD: pgettext_lazy("state of a request to another desk", "Waiting"),
    Category.RESOLVED: pgettext_lazy("state of a request to another desk", "Done"),
    Category.CLOSED: pgettext_lazy("state of a request to another desk", "Closed"),
    Category.CANCELLED: pgettext_lazy("state of a request to another desk", "Withdrawn"),
}
"""How far it is. It is all that is told of the other desk's status, besides the words that it wrote for requesters."""


@dataclass(frozen=True)
class Asked:
    """A request to another desk as the ticket that asked shows it. ``desk`` is the other one's public name; ``said``
    the newest public words. ``is_gone``: that desk took it away, and nothing of it is shown any more."""

    id: int
    desk: str
    subject: str
    category: str
    state: str
    said: str
    at: datetime
    asked_at: datetime
    is_waiting: bool
    is_gone: bool
    may_remind: bool

    @property
    def is_finished(self) -> bool:
        return self.is_gone or self.category in FINISHED

    @property
    def may_withdraw(self) -> bool:
        """Whether it can still be withdrawn, as far as its status goes."""
        return not self.is_gone and Category.CANCELLED in status.REQUESTER_MAY[Category(self.category)]


def desks_to_ask(actor: Actor, here: Desk) -> list[moving.Target]:
    """The desks that somebody on this one can ask: those to which its tickets can go, where they may open one."""
    return [one for one in moving.targets(actor, here) if access.may_open_on(actor, one.desk)]


def asked_of(ticket_id: int, desk_id: int) -> list[Asked]:
    """What was asked for a ticket that passed its gate, and for those that are merged into it; the newest first. One
    query."""
    found = _of(ticket_id, desk_id).order_by("-asked_at", "-pk")
    return [shown(row) for row in found[:ASKED_LIMIT]]


def row_of(ticket: Ticket, pk: int) -> DeskRequest:
    """One request of a ticket that passed its gate; else NotFound."""
    row: DeskRequest | None = _of(ticket.pk, ticket.desk_id).filter(pk=pk).first()
    if row is None:
        raise NotFound
    return row


def is_asking() -> Exists:
    """To annotate tickets with: whether something was asked of another desk for them."""
    rows = DeskRequest.objects.beyond_walls("joined to the ticket that is read").in_force()
    return Exists(rows.filter(Q(asking_id=OuterRef("pk")) | Q(asking__survivor_id=OuterRef("pk"))))


def asked_from() -> Subquery:
    """To annotate tickets with: the id of the desk that asked for them."""
    rows = DeskRequest.objects.beyond_walls("the name of the desk that asked is told to the asked one")
    return Subquery(rows.filter(asked_id=OuterRef("pk")).values("desk_id")[:1])


def conversation(row: DeskRequest, *, before: int | None = None) -> tuple[list[Message], bool]:
    """Its public messages, oldest first, at most :data:`PAGE` before the one given, and whether there are earlier
    ones. Two queries. Nothing once it is gone."""
    if is_gone(row.asked):
        return [], False
    found = Message.objects.scoped(ticket=row.asked).public().prefetch_related("attachments")
    if before is not None:
        found = found.filter(pk__lt=before)
    newest = list(found.order_by("-created_at", "-id")[: PAGE + 1])
    return newest[:PAGE][::-1], len(newest) > PAGE


def files_of(ticket: Ticket) -> list[Attachment]:
    """Files of a ticket that passed its gate, which can be sent along; the newest first."""
    found = Attachment.objects.within(ticket.desk_id).filter(ticket=ticket, message__isnull=False, is_inline=False)
    return list(found.order_by("-created_at", "-pk")[:FILES_OFFERED])


def name_of(desk: Desk) -> str:
    """What the other side reads of a desk: its public name if everybody may know it. A request can come from, or go on
    to, one that is not listed."""
    return desk.shown_name if desk.is_listed else _("another desk")


def is_gone(ticket: Ticket) -> bool:
    """Whether its desk took it away from those who asked: it is in the bin, spam, or confidential by now. Then only its
    requester reads it, on the portal."""
    return ticket.is_spam or ticket.is_confidential or ticket.deleted_at is not None


def may_remind(row: DeskRequest) -> bool:
    """Whether the other desk can be reminded now."""
    since = row.reminded_at or row.asked_at
    return row.asked.category not in FINISHED and clock.now() - since >= REMIND_AFTER


def _of(ticket_id: int, desk_id: int) -> Any:
    rows = DeskRequest.objects.within(desk_id).with_confidential("the ticket passed its gate").in_force()
    rows = rows.filter(Q(asking_id=ticket_id) | Q(asking__survivor_id=ticket_id))
    return rows.select_related("asking", "asked__desk", "asked__status")


def shown(row: DeskRequest) -> Asked:
    """The request as the desk that asked reads it."""
    ticket, gone = row.asked, is_gone(row.asked)
    return Asked(
        id=row.pk,
        desk=name_of(ticket.desk),
        subject="" if gone else ticket.subject,
        category=Category.CANCELLED if gone else ticket.category,
        state=_("Taken away by that desk") if gone else ticket.status.requester_name or str(STATES[ticket.category]),
        said="" if gone else ticket.public_snippet,
        at=ticket.public_at,
        asked_at=row.asked_at,
        is_waiting=row.is_waiting and not gone,
        is_gone=gone,
        may_remind=not gone and may_remind(row),
    )
