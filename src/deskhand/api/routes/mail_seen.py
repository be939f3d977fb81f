"""Seeing mail: how mailboxes do, what would become of a message, and letters that become tickets by hand."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Router
from pydantic import ConfigDict, Field

from deskhand.accounts.models import Desk
from deskhand.api import lookups
from deskhand.api.answers import Answer
from deskhand.api.bearers import ApiRequest
from deskhand.api.routes.desk_mail import OF_DESK, RECEIVED, ReceivedLetter, inbound_letter, received_letter
from deskhand.api.routing import route
from deskhand.api.schemas import DeskPath, Input, RowId, Text
from deskhand.kernel.errors import Invalid
from deskhand.mail import actions, health
from deskhand.mail.models import Mailbox
from deskhand.mail.rehearsal import Rehearsal, rehearse
from deskhand.mail.surroundings import WITH

router = Router(tags=["Letters"])

PASTED_LIMIT = 1_000_000
"""Characters of a message that is tried."""


class MailboxHealth(Answer):
    """How a mailbox does. ``lag_seconds`` is null where nothing is fetched."""

    mailbox: str
    desk: str
    state: Literal["ok", "late", "failing", "handed", "off"]
    lag_seconds: int | None
    last_fetch_at: datetime | None
    words: str


class MailHealth(Answer):
    """How mail does."""

    mailboxes: list[MailboxHealth]
    quarantine: Annotated[int, Field(description="Letters in quarantine, counted up to 1,000.")]
    unread_since: Annotated[datetime | None, Field(description="When the oldest letter arrived that is not read yet.")]
    unsent_since: Annotated[datetime | None, Field(description="When the oldest letter was made that is not sent yet.")]


class Told(Answer):
    """A filter's verdict."""

    filter: str
    verdict: str
    because: str


class WouldSend(Answer):
    """A letter that would go out at once."""

    kind: str
    to: str


class Rehearsed(Answer):
    """What would become of a message. Nothing of it is stored."""

    outcome: str
    state: Literal["done", "quarantined", "ignored"]
    words: str
    ticket: Annotated[int | None, Field(description="Number of the ticket that it would be on, if that is there.")]
    verdicts: list[Told]
    letters: list[WouldSend]
    newest: Annotated[str, Field(description="The text without what it quotes.")]


class TriedMessage(Input):
    """A message to be tried."""

    message: Annotated[Text, Field(min_length=1, max_length=PASTED_LIMIT, description="As it came, with its headers.")]
    mailbox: Annotated[str, Field(max_length=40, description="Name of the mailbox; empty: the desk's first.")] = ""

    model_config = ConfigDict(
        json_schema_extra={
            "example": {"message": "From: mara@kestrel.example\nSubject: VPN drops\n\nAgain.", "mailbox": "it"}
        }
    )


BOX = {
    "mailbox": "it",
    "desk": "it",
    "state": "ok",
    "lag_seconds": 12,
    "last_fetch_at": "2026-03-02T08:38:10.004Z",
    "words": "Fetched.",
}
HEALTH: dict[str, Any] = {"mailboxes": [BOX], "quarantine": 1, "unread_since": None, "unsent_since": None}
REHEARSED: dict[str, Any] = {
    "outcome": "new_ticket",
    "state": "done",
    "words": "It would open a ticket of mara@kestrel.example.",
    "ticket": None,
    "verdicts": [],
    "letters": [{"kind": "acknowledgement", "to": "mara@kestrel.example"}],
    "newest": "Again.",
}


@route(router, "GET", "/mail-health", gate="site:site.settings", returns=MailHealth, example=HEALTH)
def get_mail_health(request: ApiRequest) -> dict[str, Any]:
    """Get how mail does on all desks.

    For monitors: every mailbox in use, what waits. For site administrators.
    """
    lookups.reader(request.actor).need("site.settings")
    return _health(None)


@route(router, "GET", "/desks/{desk}/mail-health", **OF_DESK, returns=MailHealth, example=HEALTH)
def get_mail_health_of_desk(request: ApiRequest, desk: DeskPath) -> dict[str, Any]:
    """Get how a desk's mail does.

    Every mailbox of the desk, what waits. For administrators of the desk.
    """
    return _health(lookups.desk_for(request.actor, desk, "mail.settings", reading=True))


@route(router, "POST", "/desks/{desk}/tried-letters", **OF_DESK, returns=Rehearsed, example=REHEARSED)
def try_letter(request: ApiRequest, desk: DeskPath, tried: TriedMessage) -> dict[str, Any]:
    """Say what would become of a message.

    As if it came to a mailbox now, with the reasons. Nothing of it is stored. For administrators of the desk.
    """
    here = lookups.desk_for(request.actor, desk, "mail.settings")
    boxes = Mailbox.objects.within(here).filter(is_active=True).select_related("team", *WITH).order_by("name")
    box = (boxes.filter(name=tried.mailbox) if tried.mailbox else boxes).first()
    if box is None:
        raise Invalid("The desk has no such mailbox in use.", {"mailbox": "Name a mailbox of the desk."})
    return _rehearsed(rehearse(box, tried.message.encode("utf-8", "surrogatepass")))


@route(
    router,
    "POST",
    "/desks/{desk}/received-letters/{id}/open",
    **OF_DESK,
    returns=ReceivedLetter,
    example={**RECEIVED, "state": "done", "outcome": "opened_by_hand", "ticket": 1042},
)
def open_letter(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Make a ticket of a letter.

    One in quarantine, or that did not become one, whatever the filters found. For administrators of the desk.
    """
    row = inbound_letter(request, desk, id)
    actions.open_anyway(actor=request.actor, letter=row)
    row.refresh_from_db()
    return received_letter(row)


def _health(desk: Desk | None) -> dict[str, Any]:
    waits = health.waiting(desk)
    return {
        "mailboxes": [_box(one) for one in health.of_boxes(desk)],
        "quarantine": waits.quarantine,
        "unread_since": waits.unread_since,
        "unsent_since": waits.unsent_since,
    }


def _box(one: health.BoxHealth) -> dict[str, Any]:
    return {
        "mailbox": one.box.name,
        "desk": one.box.desk.key,
        "state": one.state.value,
        "lag_seconds": None if one.lag is None else int(one.lag.total_seconds()),
        "last_fetch_at": one.box.last_fetch_at,
        "words": one.words,
    }


def _rehearsed(found: Rehearsal) -> dict[str, Any]:
    return {
        "outcome": found.outcome.code,
        "state": found.outcome.state.value,
        "words": found.words,
        "ticket": found.outcome.ticket_number,
        "verdicts": found.verdicts,
        "letters": [{"kind": one.kind, "to": one.to} for one in found.following],
        "newest": found.text.text if found.text is not None else "",
    }
