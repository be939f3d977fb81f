"""The mailboxes of a desk. Passwords, secrets and tokens are taken and never given."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from django.urls import reverse
from ninja import Router
from pydantic import ConfigDict, Field

from deskhand.accounts.models import Desk
from deskhand.api import lookups
from deskhand.api.answers import Answer, Page
from deskhand.api.bearers import ApiRequest
from deskhand.api.routing import route
from deskhand.api.schemas import DeskPath, Input, KindWord, RowId, Text
from deskhand.kernel.errors import NotFound
from deskhand.mail import actions
from deskhand.mail.actions import MailboxDetails, OAuthDetails
from deskhand.mail.models import Mailbox, OAuthAccess

router = Router(tags=["Mailboxes"])

ProtocolWord = Literal["imap", "pop3", "none"]
SecurityWord = Literal["tls", "starttls", "none"]
SignInWord = Literal["password", "oauth"]
AfterWord = Literal["seen", "flag", "move"]
ProviderWord = Literal["microsoft", "google", "other"]
GrantWord = Literal["person", "app"]


class ShownApp(Answer):
    """How a mailbox signs in by OAuth 2.0, and whether it is connected."""

    provider: ProviderWord
    grant: Annotated[GrantWord, Field(description="Who signs in: somebody once, or the app by itself.")]
    tenant: str
    client_id: str
    authorize_url: str
    token_url: str
    scope: str
    connected_at: datetime | None
    connected_as: str
    refusal: Annotated[str, Field(description="The provider's words if the mailbox must be connected again.")]


class ShownMailbox(Answer):
    """A mailbox, and how it is. No password and no secret is in it."""

    id: int
    name: str
    address: str
    aliases: list[str]
    sender_name: str
    reply_to: str
    is_active: bool
    team: Annotated[str | None, Field(description="The team that gets its tickets.")]
    kind: KindWord
    tags: list[str]
    acknowledges: bool
    plus_addressing: bool
    protocol: ProtocolWord
    fetch_host: str
    fetch_port: int
    fetch_security: SecurityWord
    fetch_sign_in: SignInWord
    fetch_user: str
    folders: Annotated[list[str], Field(description="None means the inbox.")]
    after_reading: AfterWord
    done_folder: str
    leaves_letters: bool
    smtp_host: str
    smtp_port: int
    smtp_security: SecurityWord
    smtp_sign_in: SignInWord
    smtp_user: str
    oauth: ShownApp | None
    last_fetch_at: datetime | None
    last_error: str
    left_behind: Annotated[str, Field(description="What the last visit left on the server, in words.")]


class MailboxPage(Page[ShownMailbox]):
    """The mailboxes of a desk."""


Host = Annotated[Text, Field(max_length=253, examples=["imap.example.org"])]
Port = Annotated[int, Field(ge=1, le=65535, examples=[993])]
User = Annotated[Text, Field(max_length=254)]
Secret = Annotated[str, Field(max_length=2000, description="Taken and never given. Empty takes it away.")]
Many = Annotated[list[Annotated[Text, Field(max_length=254)]], Field(max_length=100)]
Url = Annotated[Text, Field(max_length=500)]


class App(Input):
    """The app that was registered with a provider. Addresses and scope are for other providers than the known ones."""

    provider: ProviderWord = "microsoft"
    grant: GrantWord = "person"
    tenant: Annotated[Text, Field(max_length=100)] = ""
    client_id: Annotated[Text, Field(max_length=200)] = ""
    client_secret: Secret | None = None
    authorize_url: Url = ""
    token_url: Url = ""
    scope: Annotated[Text, Field(max_length=1000)] = ""


class MailboxChange(Input):
    """What shall be different. What is left away stays."""

    name: Annotated[Text, Field(max_length=40)] | None = None
    address: Annotated[Text, Field(max_length=254)] | None = None
    aliases: Many | None = None
    sender_name: Annotated[Text, Field(max_length=120)] | None = None
    reply_to: Annotated[Text, Field(max_length=254)] | None = None
    is_active: bool | None = None
    team: Annotated[Text, Field(max_length=100, description="Name of a team of the desk; null for none.")] | None = None
    kind: KindWord | None = None
    tags: Many | None = None
    acknowledges: bool | None = None
    plus_addressing: bool | None = None
    protocol: ProtocolWord | None = None
    fetch_host: Host | None = None
    fetch_port: Port | None = None
    fetch_security: SecurityWord | None = None
    fetch_sign_in: SignInWord | None = None
    fetch_user: User | None = None
    fetch_password: Secret | None = None
    folders: Many | None = None
    after_reading: AfterWord | None = None
    done_folder: Annotated[Text, Field(max_length=200)] | None = None
    leaves_letters: bool | None = None
    smtp_host: Host | None = None
    smtp_port: Port | None = None
    smtp_security: SecurityWord | None = None
    smtp_sign_in: SignInWord | None = None
    smtp_user: User | None = None
    smtp_password: Secret | None = None
    oauth: App | None = None

    model_config = ConfigDict(json_schema_extra={"example": {"aliases": ["service@help.example.org"], "tags": ["vip"]}})


class NewMailbox(MailboxChange):
    """A mailbox to make."""

    name: Annotated[Text, Field(min_length=1, max_length=40, examples=["it"])]
    address: Annotated[Text, Field(min_length=1, max_length=254, examples=["it@help.example.org"])]


EXAMPLE: dict[str, Any] = {
    "id": 4,
    "name": "it",
    "address": "it@help.example.org",
    "aliases": ["service@help.example.org"],
    "sender_name": "IT service desk",
    "reply_to": "",
    "is_active": True,
    "team": "Service Desk",
    "kind": "incident",
    "tags": ["by-mail"],
    "acknowledges": True,
    "plus_addressing": True,
    "protocol": "imap",
    "fetch_host": "imap.example.org",
    "fetch_port": 993,
    "fetch_security": "tls",
    "fetch_sign_in": "password",
    "fetch_user": "it@help.example.org",
    "folders": ["INBOX"],
    "after_reading": "seen",
    "done_folder": "",
    "leaves_letters": False,
    "smtp_host": "smtp.example.org",
    "smtp_port": 587,
    "smtp_security": "starttls",
    "smtp_sign_in": "password",
    "smtp_user": "it@help.example.org",
    "oauth": None,
    "last_fetch_at": "2026-03-02T08:51:00.310Z",
    "last_error": "",
    "left_behind": "",
}
OF_DESK: dict[str, Any] = {"gate": "desk:mail.settings", "sample": "desk", "refuses": (404,)}
_APP = ("provider", "grant", "tenant", "client_id", "authorize_url", "token_url", "scope")
_SHOWN_BESIDES = ("id", "aliases", "team", "oauth", "left_behind")


@route(
    router, "GET", "/desks/{desk}/mailboxes", **OF_DESK, returns=MailboxPage, example={"items": [EXAMPLE], "next": None}
)
def list_mailboxes(request: ApiRequest, desk: DeskPath) -> dict[str, Any]:
    """List mailboxes.

    How letters come in and go out, and how that goes. All on one page. For administrators of the desk.
    """
    here = lookups.desk_for(request.actor, desk, "mail.settings", reading=True)
    rows = Mailbox.objects.within(here).select_related("oauth", "team").prefetch_related("aliases").order_by("name")
    return {"items": [_shown(row) for row in rows], "next": None}


@route(
    router,
    "POST",
    "/desks/{desk}/mailboxes",
    **{**OF_DESK, "refuses": (404, 409)},
    fresh=True,
    returns=ShownMailbox,
    status=201,
    headers=("Location",),
    example=EXAMPLE,
    body_example={"name": "it", "address": "it@help.example.org", "protocol": "none"},
)
def make_mailbox(request: ApiRequest, desk: DeskPath, new: NewMailbox, response: HttpResponse) -> dict[str, Any]:
    """Make a mailbox.

    For administrators of the desk. One that signs in by OAuth 2.0 is then connected on its page.
    """
    here = lookups.desk_for(request.actor, desk, "mail.settings")
    blank = MailboxDetails(name=new.name, address=new.address)
    row = actions.save_mailbox(actor=request.actor, desk=here, details=_changed(here, blank, new))
    response.headers["Location"] = reverse("api:get_mailbox", args=[desk, row.pk])
    return _shown(row)


@route(router, "GET", "/desks/{desk}/mailboxes/{id}", **OF_DESK, returns=ShownMailbox, example=EXAMPLE)
def get_mailbox(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Read one mailbox.

    For administrators of the desk.
    """
    here = lookups.desk_for(request.actor, desk, "mail.settings", reading=True)
    return _shown(_row(here, id))


@route(
    router,
    "PATCH",
    "/desks/{desk}/mailboxes/{id}",
    **{**OF_DESK, "refuses": (404, 409)},
    fresh=True,
    returns=ShownMailbox,
    example=EXAMPLE,
    body_example={"tags": ["by-mail"]},
)
def change_mailbox(request: ApiRequest, desk: DeskPath, id: RowId, change: MailboxChange) -> dict[str, Any]:  # noqa: A002
    """Change a mailbox.

    A stored password stays, unless the server changes: then it has to be given again. For administrators of the desk.
    """
    here = lookups.desk_for(request.actor, desk, "mail.settings")
    row = _row(here, id)
    details = _changed(here, actions.details_of(row), change)
    return _shown(actions.save_mailbox(actor=request.actor, desk=here, mailbox=row, details=details))


def _changed(desk: Desk, details: MailboxDetails, change: MailboxChange) -> MailboxDetails:
    given = {name: value for name, value in change.given().items() if value is not None or name == "team"}
    if given.get("team") is not None:
        given["team"] = lookups.team(desk.pk, given["team"])
    if change.oauth is not None:
        given["oauth"] = OAuthDetails(**change.oauth.model_dump())
    return replace(details, **given)


def _row(desk: Desk, pk: int) -> Mailbox:
    row: Mailbox | None = Mailbox.objects.within(desk).select_related("oauth", "desk", "team").filter(pk=pk).first()
    if row is None:
        raise NotFound
    return row


def _shown(row: Mailbox) -> dict[str, Any]:
    fields = [name for name in ShownMailbox.model_fields if name not in _SHOWN_BESIDES]
    return {
        "id": row.pk,
        "aliases": [one.address for one in row.aliases.all()],
        "team": row.team.name if row.team else None,
        "oauth": _app(row),
        "left_behind": row.left_words,
        **{name: getattr(row, name) for name in fields},
    }


def _app(row: Mailbox) -> dict[str, Any] | None:
    access: OAuthAccess | None = getattr(row, "oauth", None)
    if access is None:
        return None
    return {name: getattr(access, name) for name in (*_APP, "connected_at", "connected_as", "refusal")}
