"""A desk's letters: those that came in and wait for somebody, those that went out, and the words of the automatic
ones."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.conf import settings
from ninja import Path, Query, Router
from pydantic import ConfigDict, Field

from deskhand.accounts.models import Desk
from deskhand.api import answers, examples, lookups
from deskhand.api.answers import Answer, Page
from deskhand.api.bearers import ApiRequest
from deskhand.api.cursors import DEFAULT_LIMIT, Walk
from deskhand.api.routing import route
from deskhand.api.schemas import Cursor, DeskPath, Input, Limit, RowId, Text
from deskhand.api.shown.messages import LETTER_COLUMNS, letter
from deskhand.kernel.errors import NotFound
from deskhand.mail import actions, letters
from deskhand.mail.models import InboundMail, MailTemplate, OutboundMail
from deskhand.mail.models.rules import KEEP_DAYS_LEAST, KEEP_DAYS_MOST
from deskhand.tickets import curtain

router = Router(tags=["Letters"])

InboundWord = Literal["stored", "done", "quarantined", "ignored"]
OutboundWord = Literal["queued", "sent", "failed"]


class LetterVerdict(Answer):
    """What a filter found in a letter."""

    filter: str
    verdict: str
    because: Annotated[str, Field(description="The reason, as part of a sentence.")]


class ReceivedLetter(Answer):
    """A letter that came in. ``outcome`` says in a code what became of it."""

    id: int
    mailbox: str
    from_email: str
    from_name: str
    subject: str
    state: InboundWord
    outcome: str
    error: str
    ticket: Annotated[int | None, Field(description="Number of the ticket that it is on.")]
    received_at: datetime
    verdicts: Annotated[list[LetterVerdict], Field(description="In the order in which they were asked.")]


class ReceivedPage(Page[ReceivedLetter]):
    """A page of letters that came in."""


class LetterWords(Answer):
    """The words of a kind of automatic letter in a language."""

    kind: str
    title: str
    language: str
    subject: str
    body: str
    is_own: Annotated[bool, Field(description="Whether the desk has words of its own; else the built-in ones.")]


class LetterWordsPage(Page[LetterWords]):
    """The words of all automatic letters."""


class NewWords(Input):
    """Words for a letter, with placeholders in braces."""

    subject: Annotated[Text, Field(min_length=1, max_length=letters.SUBJECT_LIMIT)]
    body: Annotated[Text, Field(min_length=1, max_length=letters.BODY_LIMIT)]

    model_config = ConfigDict(
        json_schema_extra={"example": {"subject": "We have your request", "body": "Hello {requester.first_name},"}}
    )


class MailKeeping(Answer):
    """How long a desk keeps letters that belong to no ticket."""

    keep_days: Annotated[int, Field(description="Days; older ones are removed in the night.")]


class NewMailKeeping(Input):
    """How long letters without a ticket shall be kept."""

    keep_days: Annotated[int, Field(ge=KEEP_DAYS_LEAST, le=KEEP_DAYS_MOST)]

    model_config = ConfigDict(json_schema_extra={"example": {"keep_days": 365}})


KEEPING: dict[str, Any] = {"keep_days": 180}
OF_DESK: dict[str, Any] = {"gate": "desk:mail.settings", "sample": "desk", "refuses": (404,)}
RECEIVED: dict[str, Any] = {
    "id": 211,
    "mailbox": "it",
    "from_email": "mara@kestrel.example",
    "from_name": "Mara Lindqvist",
    "subject": "VPN drops",
    "state": "quarantined",
    "outcome": "unreadable",
    "error": "",
    "ticket": None,
    "received_at": "2026-03-02T08:38:10.004Z",
    "verdicts": [{"filter": "null_sender", "verdict": "null-sender", "because": "its return path is empty"}],
}
WORDS: dict[str, Any] = {
    "kind": "acknowledgement",
    "title": "We have your request",
    "language": "en",
    "subject": "We have your request",
    "body": "Hello {requester.first_name},",
    "is_own": True,
}
KindPath = Annotated[str, Path(max_length=40, description="The kind of letter.", example="acknowledgement")]
LanguagePath = Annotated[str, Path(max_length=10, description="The language.", example="en")]


@route(
    router,
    "GET",
    "/desks/{desk}/received-letters",
    **OF_DESK,
    returns=ReceivedPage,
    example={"items": [RECEIVED], "next": None},
)
def list_received_letters(
    request: ApiRequest,
    desk: DeskPath,
    state: Annotated[InboundWord | None, Query(description="Only letters that stand so.")] = None,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = "",
) -> dict[str, Any]:
    """List letters that came in.

    Newest first; those in quarantine wait for somebody. For administrators of the desk.
    """
    here = lookups.desk_for(request.actor, desk, "mail.settings", reading=True)
    found = InboundMail.objects.within(here).exclude(ticket_number__in=curtain.hidden_numbers(request.actor, here.pk))
    if state:
        found = found.filter(state=state)
    walk = Walk("received_at", f"received {here.pk} {state}", limit, cursor, is_down=True)
    return walk.page(found, received_letter, "mailbox")


@route(
    router,
    "POST",
    "/desks/{desk}/received-letters/{id}/again",
    **OF_DESK,
    returns=ReceivedLetter,
    example={**RECEIVED, "state": "stored", "outcome": ""},
)
def read_letter_again(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Read a letter again.

    One in quarantine, or that was set aside. For administrators of the desk.
    """
    return received_letter(actions.try_again(actor=request.actor, letter=inbound_letter(request, desk, id)))


@route(
    router,
    "POST",
    "/desks/{desk}/received-letters/{id}/ignore",
    **OF_DESK,
    returns=ReceivedLetter,
    example={**RECEIVED, "state": "ignored", "outcome": "ignored_by_hand"},
)
def ignore_letter(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Set a letter in quarantine aside.

    It needs nothing; it stays listed. For administrators of the desk.
    """
    return received_letter(actions.ignore(actor=request.actor, letter=inbound_letter(request, desk, id)))


@route(
    router,
    "GET",
    "/desks/{desk}/sent-letters",
    **OF_DESK,
    returns=answers.LetterPage,
    example={"items": [examples.LETTER], "next": None},
)
def list_sent_letters(
    request: ApiRequest,
    desk: DeskPath,
    state: Annotated[OutboundWord | None, Query(description="Only letters that stand so.")] = None,
    limit: Limit = DEFAULT_LIMIT,
    cursor: Cursor = "",
) -> dict[str, Any]:
    """List letters that went out, or will.

    Newest first: answers and automatic ones. For administrators of the desk.
    """
    here = lookups.desk_for(request.actor, desk, "mail.settings", reading=True)
    found = OutboundMail.objects.within(here.pk).exclude(
        ticket_number__in=curtain.hidden_numbers(request.actor, here.pk)
    )
    if state:
        found = found.filter(state=state)
    walk = Walk("made_at", f"sent {here.pk} {state}", limit, cursor, is_down=True)
    rows, following = walk.cut(walk.rows(found, *LETTER_COLUMNS))
    return {"items": [letter(row, True) for row in rows], "next": following}


@route(
    router,
    "POST",
    "/desks/{desk}/sent-letters/{id}/again",
    **{**OF_DESK, "gate": "desk:mail.send_again"},
    returns=answers.Letter,
    example={**examples.LETTER, "state": "queued", "server_says": ""},
)
def send_letter_again(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Send a letter again.

    With the same Message-ID; one that waits is tried at once. For staff of the desk: the `delivery` of a message names
    the letter that did not arrive.
    """
    here = lookups.desk_for(request.actor, desk, "mail.send_again")
    known = OutboundMail.objects.within(here.pk).exclude(
        ticket_number__in=curtain.hidden_numbers(request.actor, here.pk)
    )
    row = known.filter(pk=id).first()
    if row is None:
        raise NotFound
    actions.send_again(actor=request.actor, letter=row)
    return letter(OutboundMail.objects.within(here.pk).filter(pk=id).values(*LETTER_COLUMNS).get(), True)


@route(router, "GET", "/desks/{desk}/mail-keeping", **OF_DESK, returns=MailKeeping, example=KEEPING)
def get_mail_keeping(request: ApiRequest, desk: DeskPath) -> dict[str, Any]:
    """Read how long letters without a ticket are kept.

    For administrators of the desk.
    """
    here = lookups.desk_for(request.actor, desk, "mail.settings", reading=True)
    return {"keep_days": actions.days_kept(here.pk)}


@route(
    router, "PUT", "/desks/{desk}/mail-keeping", **OF_DESK, returns=MailKeeping, example={**KEEPING, "keep_days": 365}
)
def set_mail_keeping(request: ApiRequest, desk: DeskPath, new: NewMailKeeping) -> dict[str, Any]:
    """Set how long letters without a ticket are kept.

    Letters that became a ticket or an answer stay with it; what is older than this goes in the next night, with the raw
    letter. For administrators of the desk.
    """
    here = lookups.desk_for(request.actor, desk, "mail.settings")
    return {"keep_days": actions.set_keep_days(actor=request.actor, desk=here, days=new.keep_days).keep_days}


@route(
    router,
    "GET",
    "/desks/{desk}/letter-words",
    **OF_DESK,
    returns=LetterWordsPage,
    example={"items": [WORDS], "next": None},
)
def list_letter_words(request: ApiRequest, desk: DeskPath) -> dict[str, Any]:
    """List the words of automatic letters.

    Every kind in every language, with the desk's own words or the built-in ones. All on one page.
    """
    here = lookups.desk_for(request.actor, desk, "mail.settings", reading=True)
    own = set(MailTemplate.objects.within(here).values_list("kind", "language"))
    kinds = [kind for kind in letters.KINDS.values() if not kind.is_fixed]
    languages = [code for code, _name in settings.LANGUAGES]
    items = [_words(here, kind.code, code, is_own=(kind.code, code) in own) for kind in kinds for code in languages]
    return {"items": items, "next": None}


@route(router, "PUT", "/desks/{desk}/letter-words/{kind}/{language}", **OF_DESK, returns=LetterWords, example=WORDS)
def set_letter_words(
    request: ApiRequest, desk: DeskPath, kind: KindPath, language: LanguagePath, words: NewWords
) -> dict[str, Any]:
    """Set a desk's own words for a letter.

    A placeholder that cannot be filled in is refused. For administrators of the desk.
    """
    here = _with_kind(request, desk, kind, language)
    actions.save_template(
        actor=request.actor, desk=here, kind=kind, language=language, subject=words.subject, body=words.body
    )
    return _words(here, kind, language, is_own=True)


@route(router, "DELETE", "/desks/{desk}/letter-words/{kind}/{language}", **OF_DESK, status=204)
def forget_letter_words(request: ApiRequest, desk: DeskPath, kind: KindPath, language: LanguagePath) -> None:
    """Go back to the built-in words of a letter.

    For administrators of the desk.
    """
    here = _with_kind(request, desk, kind, language)
    actions.forget_template(actor=request.actor, desk=here, kind=kind, language=language)


def _with_kind(request: ApiRequest, key: str, kind: str, language: str) -> Desk:
    here = lookups.desk_for(request.actor, key, "mail.settings")
    if kind not in letters.KINDS or letters.KINDS[kind].is_fixed or language not in dict(settings.LANGUAGES):
        raise NotFound
    return here


def _words(desk: Desk, kind: str, language: str, *, is_own: bool) -> dict[str, Any]:
    subject, body = letters.words_of(kind, desk, language)
    title = str(letters.KINDS[kind].title)
    return {"kind": kind, "title": title, "language": language, "subject": subject, "body": body, "is_own": is_own}


def inbound_letter(request: ApiRequest, key: str, pk: int) -> InboundMail:
    here = lookups.desk_for(request.actor, key, "mail.settings")
    hidden = curtain.hidden_numbers(request.actor, here.pk)
    rows = InboundMail.objects.within(here).select_related("mailbox").exclude(ticket_number__in=hidden)
    row: InboundMail | None = rows.filter(pk=pk).first()
    if row is None:
        raise NotFound
    return row


def received_letter(row: InboundMail) -> dict[str, Any]:
    names = ("from_email", "from_name", "subject", "state", "outcome", "error", "received_at")
    return {
        "id": row.pk,
        "mailbox": row.mailbox.name,
        "ticket": row.ticket_number,
        "verdicts": [{name: one[name] for name in ("filter", "verdict", "because")} for one in row.verdicts],
        **{name: getattr(row, name) for name in names},
    }
