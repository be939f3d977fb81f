"""What a desk believes about its letters and does with those that are held back; blocked and allowed senders, of a desk
and of the installation."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Query, Router
from pydantic import ConfigDict, Field

from deskhand.accounts.models import Desk
from deskhand.api import lookups
from deskhand.api.answers import Answer, Page
from deskhand.api.bearers import ApiRequest
from deskhand.api.cursors import DEFAULT_LIMIT, Walk
from deskhand.api.routing import route
from deskhand.api.schemas import Cursor, DeskPath, Input, Instant, Limit, RowId, Text
from deskhand.kernel.errors import NotFound
from deskhand.mail import actions, sender_lists
from deskhand.mail.actions.senders import WHY_LIMIT
from deskhand.mail.models import Mailbox, MailRules, ReceivingServer, SenderRule
from deskhand.mail.models.rules import HOURLY_LIMIT

router = Router(tags=["Letters"])

KindWord = Literal["block", "allow"]
SpamGoesWord = Literal["spam", "quarantine"]
SpamFilterWord = Literal["any", "rspamd", "spamassassin", "microsoft", "none"]
Hourly = Annotated[int, Field(ge=0, le=HOURLY_LIMIT)]
SenderQuery = Annotated[Text, Query(max_length=320, description="The address or domain.", example="shop.example")]


class Sender(Answer):
    """An entry of a list of senders."""

    sender: Annotated[str, Field(description="An address, or `@` and a domain with all below it.")]
    kind: KindWord
    why: str
    made_by: Annotated[str | None, Field(description="Mail address; null for Deskhand and who is gone.")]
    made_at: datetime
    expires_at: Annotated[datetime | None, Field(description="From then on it counts no more.")]


class SenderPage(Page[Sender]):
    """A page of a list of senders."""


class NewSender(Input):
    """A sender to block, or always to let in."""

    sender: Annotated[Text, Field(min_length=1, max_length=320, description="An address, or a domain.")]
    kind: KindWord
    why: Annotated[Text, Field(max_length=WHY_LIMIT)] = ""
    expires_at: Instant | None = None

    model_config = ConfigDict(json_schema_extra={"example": {"sender": "shop.example", "kind": "block"}})


class DeskFilterRules(Answer):
    """What a desk does with spam and floods."""

    spam_goes: Annotated[SpamGoesWord, Field(description="A ticket among the spam, or quarantine.")]
    sender_hourly: Annotated[int, Field(description="Letters of one address in an hour; 0: no limit.")]
    domain_hourly: Annotated[int, Field(description="Letters of one domain in an hour; 0: no limit.")]
    checks_signatures: Annotated[bool, Field(description="Whether DKIM is checked here where no server is named.")]


class FilterRulesChange(Input):
    """What shall be different. What is left away stays."""

    spam_goes: SpamGoesWord | None = None
    sender_hourly: Hourly | None = None
    domain_hourly: Hourly | None = None
    checks_signatures: bool | None = None

    model_config = ConfigDict(json_schema_extra={"example": {"spam_goes": "quarantine"}})


class Believed(Answer):
    """Whose word counts about the letters of a mailbox."""

    mailbox: Annotated[str, Field(description="Its name.")]
    server: Annotated[str, Field(description="Whose Authentication-Results are believed; empty: nobody's.")]
    spam_filter: SpamFilterWord


class NewBelieved(Input):
    """Whose word shall count."""

    server: Annotated[Text, Field(max_length=253)]
    spam_filter: SpamFilterWord = "any"

    model_config = ConfigDict(json_schema_extra={"example": {"server": "mx.example.org", "spam_filter": "rspamd"}})


OF_DESK: dict[str, Any] = {"gate": "desk:mail.settings", "sample": "desk", "refuses": (404,)}
OF_SITE: dict[str, Any] = {"gate": "site:site.settings", "refuses": (404,)}
ENTRY: dict[str, Any] = {
    "sender": "@shop.example",
    "kind": "block",
    "why": "Offers every day",
    "made_by": "lena@example.org",
    "made_at": "2026-03-02T08:38:10.004Z",
    "expires_at": None,
}
RULES: dict[str, Any] = {
    "spam_goes": "quarantine",
    "sender_hourly": 60,
    "domain_hourly": 600,
    "checks_signatures": False,
}
BELIEVED: dict[str, Any] = {"mailbox": "it", "server": "mx.example.org", "spam_filter": "rspamd"}
LIST: dict[str, Any] = {"returns": SenderPage, "example": {"items": [ENTRY], "next": None}}


@route(router, "GET", "/desks/{desk}/senders", **OF_DESK, **LIST)
def list_senders(
    request: ApiRequest, desk: DeskPath, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = ""
) -> dict[str, Any]:
    """List blocked and allowed senders of a desk.

    By address. For administrators of the desk.
    """
    return _listed(lookups.desk_for(request.actor, desk, "mail.settings", reading=True), limit, cursor)


@route(router, "PUT", "/desks/{desk}/senders", **OF_DESK, returns=Sender, example=ENTRY)
def set_sender(request: ApiRequest, desk: DeskPath, new: NewSender) -> dict[str, Any]:
    """Block a sender on a desk, or always let it in.

    What stood there for the same sender is replaced. The closest entry counts: an address before its domain, a desk's
    before that of the installation. For administrators of the desk.
    """
    return _set(request, lookups.desk_for(request.actor, desk, "mail.settings"), new)


@route(router, "DELETE", "/desks/{desk}/senders", **OF_DESK, status=204)
def forget_sender(request: ApiRequest, desk: DeskPath, sender: SenderQuery) -> None:
    """Take a sender off a desk's list.

    For administrators of the desk.
    """
    here = lookups.desk_for(request.actor, desk, "mail.settings")
    actions.unblock(actor=request.actor, desk=here, address_or_domain=sender)


@route(router, "GET", "/senders", **OF_SITE, **LIST)
def list_senders_everywhere(request: ApiRequest, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = "") -> dict[str, Any]:
    """List senders that are blocked or allowed on all desks.

    For site administrators.
    """
    lookups.reader(request.actor).need("site.settings")
    return _listed(None, limit, cursor)


@route(router, "PUT", "/senders", **OF_SITE, returns=Sender, example=ENTRY)
def set_sender_everywhere(request: ApiRequest, new: NewSender) -> dict[str, Any]:
    """Block a sender on all desks, or always let it in.

    A desk's own entry counts before it. For site administrators.
    """
    return _set(request, None, new)


@route(router, "DELETE", "/senders", **OF_SITE, status=204)
def forget_sender_everywhere(request: ApiRequest, sender: SenderQuery) -> None:
    """Take a sender off the list of all desks.

    For site administrators.
    """
    actions.unblock(actor=request.actor, desk=None, address_or_domain=sender)


@route(router, "GET", "/desks/{desk}/filter-rules", **OF_DESK, returns=DeskFilterRules, example=RULES)
def get_filter_rules(request: ApiRequest, desk: DeskPath) -> dict[str, Any]:
    """Read what a desk does with spam and floods.

    For administrators of the desk.
    """
    return asdict(_rules(lookups.desk_for(request.actor, desk, "mail.settings", reading=True)))


@route(router, "PATCH", "/desks/{desk}/filter-rules", **OF_DESK, returns=DeskFilterRules, example=RULES)
def change_filter_rules(request: ApiRequest, desk: DeskPath, change: FilterRulesChange) -> dict[str, Any]:
    """Change what a desk does with spam and floods.

    For administrators of the desk. Send only what changes; null counts as left away.
    """
    here = lookups.desk_for(request.actor, desk, "mail.settings")
    wanted = {name: value for name, value in change.given().items() if value is not None}
    actions.save_filter_rules(actor=request.actor, desk=here, rules=replace(_rules(here), **wanted))
    return asdict(_rules(here))


@route(router, "GET", "/desks/{desk}/mailboxes/{id}/believed", **OF_DESK, returns=Believed, example=BELIEVED)
def get_believed(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Read whose word counts about a mailbox's letters.

    For administrators of the desk.
    """
    here = lookups.desk_for(request.actor, desk, "mail.settings", reading=True)
    mailbox = _mailbox(here, id)
    return _believed(mailbox, getattr(mailbox, "receiving_server", None) or ReceivingServer())


@route(router, "PUT", "/desks/{desk}/mailboxes/{id}/believed", **OF_DESK, returns=Believed, example=BELIEVED)
def set_believed(request: ApiRequest, desk: DeskPath, id: RowId, new: NewBelieved) -> dict[str, Any]:  # noqa: A002
    """Say whose word counts about a mailbox's letters.

    `server` is the first word of the Authentication-Results that the receiving server writes (RFC 8601). For
    administrators of the desk.
    """
    mailbox = _mailbox(lookups.desk_for(request.actor, desk, "mail.settings"), id)
    row = actions.name_receiving_server(
        actor=request.actor, mailbox=mailbox, name=new.server, spam_filter=new.spam_filter
    )
    return _believed(mailbox, row)


def _listed(desk: Desk | None, limit: int, cursor: str) -> dict[str, Any]:
    walk = Walk("pattern", f"senders {desk.pk if desk else 0}", limit, cursor)
    return walk.page(sender_lists.entries(desk), _shown, "made_by")


def _set(request: ApiRequest, desk: Desk | None, new: NewSender) -> dict[str, Any]:
    put = actions.block_sender if new.kind == "block" else actions.allow_sender
    row = put(actor=request.actor, desk=desk, address_or_domain=new.sender, why=new.why, expires_at=new.expires_at)
    return _shown(row)


def _shown(row: SenderRule) -> dict[str, Any]:
    return {
        "sender": row.pattern,
        "kind": row.kind,
        "why": row.why,
        "made_by": row.made_by.email if row.made_by else None,
        "made_at": row.made_at,
        "expires_at": row.expires_at,
    }


def _rules(desk: Desk) -> actions.FilterRules:
    row = MailRules.objects.within(desk).first() or MailRules(desk=desk)
    return actions.FilterRules(**{name: getattr(row, name) for name in DeskFilterRules.model_fields})


def _mailbox(desk: Desk, pk: int) -> Mailbox:
    found: Mailbox | None = Mailbox.objects.within(desk).select_related("receiving_server").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def _believed(mailbox: Mailbox, row: ReceivingServer) -> dict[str, Any]:
    return {"mailbox": mailbox.name, "server": row.name, "spam_filter": row.spam_filter}
