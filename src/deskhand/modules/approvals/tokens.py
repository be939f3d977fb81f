"""What proves that somebody was asked: links and reply tokens of letters, signed for one person and one ask.

A link stands in an address, lives for a while, and dies with its ask: once that is decided, void or given on, it only
tells what became of it. A reply token stands in the subject and in the Message-ID of the letter.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings

from deskhand.kernel.signing import is_signed, signature
from deskhand.mail.parsing.model import ParsedMail
from deskhand.tickets.letter_links import LetterLinks

LINK_LIFE = timedelta(days=30)
"""How long a link in a letter leads to what is to be decided."""

LINKS_LIMIT = 100
"""Links that are looked for in one text of a letter."""

ENCLOSED = ("message/rfc822", "text/plain", "text/html")
"""Kinds of enclosed files in which links are looked for."""

LINKS = LetterLinks("approval-link", "approvals:by_link", LINK_LIFE)
"""Those at which somebody decides."""

_REPLY = "approval-reply"
_CASELESS = re.IGNORECASE | re.ASCII
_IN_TEXT = re.compile(r"by-mail(?:/|%2F)(\d{1,15}-\d{1,15}-\d{1,15}-[a-z2-7]{32})", _CASELESS)
_SUBJECT = re.compile(r"\[A(\d{1,15})-(\d{1,15})-([a-z2-7]{16})\]", _CASELESS)
_OURS = re.compile(r"<a(\d{1,15})-(\d{1,15})\.([a-f0-9]{8,40})\.([a-z2-7]{16})@[^>]*>", _CASELESS)


@dataclass(frozen=True)
class Named:
    """Which ask, and to whom it was given."""

    ask: int
    person: int


def links_in(mail: ParsedMail) -> list[Named]:
    """Those to whom the links were given that a letter repeats, in its text or in letters enclosed."""
    enclosed = [part.content for part in mail.attachments if part.content_type in ENCLOSED]
    unfolded = (one.replace(b"=\r\n", b"").replace(b"=\n", b"").decode("latin-1") for one in enclosed)
    texts = [one for one in (mail.text, mail.html, *unfolded) if "by-mail" in one]
    found = (LINKS.read(token) for text in texts for token in _IN_TEXT.findall(text)[:LINKS_LIMIT])
    return list(dict.fromkeys(Named(one.row, one.person) for one in found if one is not None))


def subject_token(ask_id: int, person_id: int) -> str:
    """The reply token as it stands in a subject."""
    value = f"{ask_id}-{person_id}"
    return f"[A{value}-{signature(_REPLY, value)}]"


def message_id(ask_id: int, person_id: int) -> str:
    """A Message-ID of ours that names the ask, with angle brackets."""
    value = f"{ask_id}-{person_id}.{secrets.token_hex(8)}"
    return f"<a{value}.{signature(_REPLY, value)}@{settings.DESKHAND.host}>"


def answered_by(mail: ParsedMail) -> Named | None:
    """The ask that a letter answers: by the ids that it refers to, else by its subject."""
    for one in (*mail.in_reply_to, *reversed(mail.references)):
        found = _OURS.search(one)
        if found and is_signed(_REPLY, f"{found[1]}-{found[2]}.{found[3].lower()}", found[4]):
            return Named(int(found[1]), int(found[2]))
    found = _SUBJECT.search(mail.subject)
    if found and is_signed(_REPLY, f"{found[1]}-{found[2]}", found[3]):
        return Named(int(found[1]), int(found[2]))
    return None
