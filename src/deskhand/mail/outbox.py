"""Putting letters into the outbox, in the transaction that causes them; the worker sends them.

One row for each recipient. A message that goes to several people has one Message-ID in all its rows, and each row has
the Reply-To and the subject token of its own recipient.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings

from deskhand.kernel import bulk, clock
from deskhand.kernel.prepared import Prepared
from deskhand.mail.message_ids import fresh_message_id, plain_message_id, plus_address, subject_token
from deskhand.mail.models import InstallationMail, Lane, LetterKind, Mailbox, OutboundMail
from deskhand.mail.models.lane import FILES_MB
from deskhand.mail.queries import mailbox_for
from deskhand.mail.sending.servers import installation_mail

PATIENCE = timedelta(days=5)
"""How long a letter is tried before it is given up."""

SUBJECT_LIMIT = 900
"""Characters of a subject before the token is added; a header line holds 998."""

REFERENCES_LIMIT = 12
"""Message-IDs in References: the first of the thread and the newest ones."""

_ID = re.compile(r"<[!-;=?-~]{1,200}@[!-;=?-~]{1,253}>")
_PRIORITY = {
    LetterKind.SIGN_IN: 50,
    LetterKind.TEST: 40,
    LetterKind.REPLY: 40,
    LetterKind.ACKNOWLEDGEMENT: 30,
    LetterKind.CONFIRMATION: 30,
    LetterKind.OTHER: 20,
    LetterKind.CLOSING: 10,
    LetterKind.NOTIFICATION: 10,
    LetterKind.DIGEST: 0,
}
PEOPLES = _PRIORITY[LetterKind.REPLY]
"""The priority of what a person wrote, or wants sent."""

BULK = _PRIORITY[LetterKind.NOTIFICATION]
"""The priority up to which a letter is bulk: it leaves room for what people wait for."""

_ANSWERS = (LetterKind.ACKNOWLEDGEMENT, LetterKind.CONFIRMATION)


@dataclass(frozen=True, kw_only=True)
class Recipient:
    """One person to write to. With ``person_id`` their letter carries a reply token of their own; ``more_headers`` are
    theirs alone."""

    email: str
    name: str = ""
    person_id: int | None = None
    more_headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Enclosure:
    """A stored file that goes with a letter. With ``cid`` it is shown inside the HTML as ``cid:<cid>``."""

    blob_id: int
    filename: str
    content_type: str
    size: int
    cid: str = ""


@dataclass(frozen=True, kw_only=True)
class Letter:
    """What is written. ``subject`` comes without tokens; ``html`` is a whole document or empty.

    ``message_ref`` is the ticket's message that it carries. ``references`` are the Message-IDs of the thread, oldest
    first. ``is_automatic`` marks what no person wrote, so that no machine answers it. ``generation`` is that of the
    ticket's reply addresses.
    """

    kind: LetterKind
    subject: str
    text: str
    html: str = ""
    mailbox: Mailbox | None = None
    desk_id: int | None = None
    ticket_number: int | None = None
    generation: int = 0
    message_ref: int | None = None
    message_id: str = ""
    in_reply_to: str = ""
    references: Sequence[str] = ()
    once: str = ""
    sender_name: str = ""
    enclosures: Sequence[Enclosure] = ()
    shown_to: Sequence[str] = ()
    shown_cc: Sequence[str] = ()
    is_automatic: bool = False
    more_headers: dict[str, str] = field(default_factory=dict)


def put(letter: Letter, *, to: Recipient) -> OutboundMail:
    """Write the letter to one recipient into the outbox and order its sending, both in the caller's transaction. One
    that was written before (``once``) is returned as it is."""
    written = put_each(letter, to=[to])
    return written[0] if written else _written(letter, [to]).get()


def put_each(letter: Letter, *, to: Iterable[Recipient]) -> list[OutboundMail]:
    """The same to several, who get a copy of their own each: one insert, and one job. Returns what is new."""
    from deskhand.mail.sending.lanes import number_of
    from deskhand.mail.sending.turns import URGENT, look_out

    at, everybody = clock.now(), list(to)
    keys = [_once(letter, one) for one in everybody]
    known = set(_known.rows(keys=keys)) if letter.once else set()
    new = [one for one, key in zip(everybody, keys, strict=True) if key not in known]
    way_back = _way_back(letter.mailbox)
    made = [_row(letter, one, at, way_back) for one in new]
    if len(made) == 1:
        bulk.insert_one(made[0])
    else:
        OutboundMail.objects.bulk_create(made)
    if made:
        look_out.put(priority=URGENT, number=number_of(made[0].mailbox_id))
    return made


def _written(letter: Letter, to: Iterable[Recipient]) -> Any:
    """The copies of the letter that were written before."""
    rows = OutboundMail.objects.beyond_walls("what caused a letter is known on one desk alone")
    return rows.filter(once_key__in=[_once(letter, one) for one in to])


_known = Prepared(
    lambda keys: (
        OutboundMail.objects.beyond_walls("what caused a letter is known on one desk alone")
        .filter(once_key__in=keys)
        .values_list("once_key", flat=True)
    )
)


def _once(letter: Letter, to: Recipient) -> str | None:
    return f"{letter.once}:{to.email}" if letter.once else None


def _row(letter: Letter, to: Recipient, at: datetime, way_back: _WayBack) -> OutboundMail:
    return OutboundMail(
        desk_id=letter.desk_id if letter.desk_id is not None else getattr(letter.mailbox, "desk_id", None),
        mailbox=letter.mailbox,
        kind=letter.kind,
        to_email=to.email,
        to_name=one_line(to.name)[:200],
        person_id=to.person_id,
        shown_to=[one_line(one) for one in letter.shown_to] or [to.email],
        shown_cc=[one_line(one) for one in letter.shown_cc],
        subject=_subject(letter, to),
        text=letter.text.replace("\0", ""),  # PostgreSQL takes none.
        html=letter.html.replace("\0", ""),
        message_id=letter.message_id or _fresh_id(letter),
        headers=_headers(letter, to, way_back),
        attachments=[vars(one) for one in letter.enclosures],
        is_automatic=letter.is_automatic,
        ticket_number=letter.ticket_number,
        message_ref=letter.message_ref,
        priority=_PRIORITY[letter.kind],
        once_key=_once(letter, to),
        due_at=at,
        give_up_at=at + PATIENCE,
        made_at=at,
        changed_at=at,
    )


def one_line(text: str) -> str:
    """Text that may stand in a header: no line breaks, no control characters, single spaces."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def named(name: str, address: str) -> str:
    """``"Name" <address>`` in Unicode, as rows keep it; it is encoded when the letter is built."""
    shown = one_line(name).replace("\\", "").replace('"', "")
    return f'"{shown}" <{address}>' if shown else address


def was_written_to(email: str, kinds: Sequence[str], *, within: timedelta) -> bool:
    """True if a letter of one of these kinds went to the address lately, from whatever desk."""
    return bool(_lately.rows(email=email, since=clock.now() - within, kinds=[str(one) for one in kinds]))


_lately = Prepared(
    lambda email, since, kinds: (
        OutboundMail.objects.beyond_walls("an address is spared on all desks together")
        .filter(to_email=email, made_at__gt=since, kind__in=kinds)
        .values_list("pk")[:1]
    )
)


def room_in(mailbox: Mailbox | None) -> int:
    """Bytes of files that one letter of a mailbox carries."""
    megabytes = None
    if mailbox is not None:
        rows = Lane.objects.within(mailbox.desk_id).filter(pk=mailbox.pk)
        megabytes = rows.values_list("files_mb", flat=True).first()
    return (FILES_MB if megabytes is None else megabytes) * 1024 * 1024


def sender_address(mailbox: Mailbox | None) -> str:
    """The bare address that letters of a mailbox, or of the installation, come from."""
    return mailbox.address if mailbox is not None else _own_address(installation_mail())


def _own_address(chosen: InstallationMail | None) -> str:
    return (chosen.address if chosen else "") or f"noreply@{settings.DESKHAND.host}"


def mailbox_of(desk_id: int) -> Mailbox | None:
    """The mailbox through which a desk writes when the thread names none: its first active one."""
    found: Mailbox | None = Mailbox.objects.within(desk_id).filter(is_active=True).order_by("pk").first()
    return found


def _subject(letter: Letter, to: Recipient) -> str:
    subject = one_line(letter.subject)[:SUBJECT_LIMIT]
    if letter.ticket_number is None or to.person_id is None:
        return subject
    return f"{subject} {subject_token(letter.ticket_number, to.person_id, letter.generation)}".strip()


def _fresh_id(letter: Letter) -> str:
    if letter.ticket_number is not None:
        return fresh_message_id(letter.ticket_number, letter.generation)
    return plain_message_id(str(letter.kind).replace("_", "-"))


def _headers(letter: Letter, to: Recipient, way_back: _WayBack) -> dict[str, str]:
    headers: dict[str, str] = {"From": _from(letter)}
    reply_to = _reply_to(letter, to, way_back)
    if reply_to:
        headers["Reply-To"] = reply_to
    thread = [one for one in letter.references if _ID.fullmatch(one)]
    if _ID.fullmatch(letter.in_reply_to):
        headers["In-Reply-To"] = letter.in_reply_to
        thread = [*(one for one in thread if one != letter.in_reply_to), letter.in_reply_to]
    if thread:
        headers["References"] = " ".join(_shortened(thread))
    more = {**letter.more_headers, **to.more_headers}
    return {**headers, **_automatic(letter), **{name: one_line(text) for name, text in more.items()}}


def _from(letter: Letter) -> str:
    if letter.mailbox is not None:
        name, address = letter.sender_name or letter.mailbox.sender_name, letter.mailbox.address
    else:
        chosen = installation_mail()
        name, address = letter.sender_name or (chosen.sender_name if chosen else ""), _own_address(chosen)
    return named(one_line(name or "Deskhand")[:120], address)


class _WayBack(NamedTuple):
    """Where answers to letters of a mailbox go, and whether a token may be put on that address."""

    address: str
    takes_tokens: bool


def _way_back(mailbox: Mailbox | None) -> _WayBack:
    """A token goes only where letters come back to us: the server of somebody else's address may not know what stands
    behind a plus. Asks the database only for a Reply-To of its own."""
    if mailbox is None:
        return _WayBack("", takes_tokens=False)
    address = mailbox.reply_to or mailbox.address
    if not mailbox.plus_addressing or address.lower() == mailbox.address.lower():
        return _WayBack(address, mailbox.plus_addressing)
    taker = mailbox_for(address)
    return _WayBack(address, taker is not None and taker.plus_addressing)


def _reply_to(letter: Letter, to: Recipient, way_back: _WayBack) -> str:
    if letter.mailbox is None:
        return ""
    if letter.ticket_number is not None and to.person_id is not None and way_back.takes_tokens:
        return plus_address(way_back.address, letter.ticket_number, to.person_id, letter.generation)
    return way_back.address if way_back.address != letter.mailbox.address else ""


def _automatic(letter: Letter) -> dict[str, str]:
    if not letter.is_automatic:
        return {}
    if letter.kind in _ANSWERS:
        return {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All", "Precedence": "auto_reply"}
    return {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def _shortened(thread: list[str]) -> list[str]:
    unique = list(dict.fromkeys(thread))
    return unique if len(unique) <= REFERENCES_LIMIT else [unique[0], *unique[-(REFERENCES_LIMIT - 1) :]]
