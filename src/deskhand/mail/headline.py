"""The first look at a letter: who seems to write, about what, and under which id. Cheap and linear for any bytes,
never wrong in a way that matters: what counts is read later, from the whole letter."""

from __future__ import annotations

import re
from dataclasses import dataclass

from deskhand.mail.parsing.addresses import read_address
from deskhand.mail.parsing.fields import Headers, read_headers
from deskhand.mail.parsing.identifiers import message_id
from deskhand.mail.parsing.scrub import scrub_name

LOOK = 64 * 1024
"""Bytes of a letter that are looked at."""

LONGEST_FIELD = 4_000
"""Bytes of one header field that are looked at."""

MESSAGE_ID_LIMIT = 500
"""Characters of a Message-ID that are kept; the digest tells letters apart whose ids are equal up to here."""

_PLAIN_TOP = re.compile(rb"(?:[!-9;-~]{1,200}:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*)+\r?\n")
_WANTED = re.compile(rb"^(From|Subject|Message-ID):[ \t]*([^\r\n]*)\r?\n([ \t]?)", re.IGNORECASE | re.MULTILINE)
_PLAIN_FROM = re.compile(
    r"([A-Za-z][A-Za-z0-9 -]*[A-Za-z0-9])? ?<([A-Za-z0-9_+.-]{1,60})@([A-Za-z0-9-]+\.[A-Za-z0-9.-]{1,80}[A-Za-z])>"
)
_PLAIN_SUBJECT = re.compile(r"(?!.*=\?)[ -~]{0,300}")
_PLAIN_ID = re.compile(r"<[!-;=?-~]{1,190}>")
_PLAIN_LENGTH = 6_000
"""Bytes of a block of headers that may be plain: more might hold more fields than are looked at."""


@dataclass(frozen=True, slots=True)
class Headline:
    """What a list shows of a letter that nobody has read yet. Each is empty if it cannot be told."""

    message_id: str = ""
    from_email: str = ""
    from_name: str = ""
    subject: str = ""


def headline(raw: bytes) -> Headline:
    """The headline of a letter's first bytes. Never raises."""
    try:
        return _plain(raw) or _read(raw[:LOOK].lstrip(b"\xef\xbb\xbf\r\n\t "))
    except Exception:  # noqa: BLE001 (a letter whose headline cannot be read is taken in like any other)
        return Headline()


def _plain(raw: bytes) -> Headline | None:
    """What :func:`_read` says, of a letter whose three fields are plain; it is much faster, and most letters are."""
    block = _PLAIN_TOP.match(raw, 0, _PLAIN_LENGTH)
    if block is None:
        return None
    found: dict[bytes, str] = {}
    for name, value, fold in _WANTED.findall(raw, 0, block.end()):
        if fold or not value.isascii():
            return None
        found.setdefault(name.lower(), value.decode("ascii").rstrip())
    author = _PLAIN_FROM.fullmatch(found.get(b"from", ""))
    subject, message = found.get(b"subject", ""), found.get(b"message-id", "")
    if author is None or not _PLAIN_SUBJECT.fullmatch(subject) or not _PLAIN_ID.fullmatch(message):
        return None
    name, email = " ".join((author[1] or "").split()), f"{author[2]}@{author[3].lower()}"
    return Headline(message, email, name[:200], " ".join(subject.split()))


def _read(top: bytes) -> Headline:
    headers, _body = read_headers(top, 0, len(top))
    short = Headers([(name, headers.raw(name)[:LONGEST_FIELD]) for name in ("From", "Subject", "Message-ID")])
    author = read_address(next(iter(short.encoded("from")), ""))
    return Headline(
        message_id=message_id(short.get("message-id"))[:MESSAGE_ID_LIMIT],
        from_email=author.email[:320],
        from_name=author.name[:200],
        subject=scrub_name(short.get("subject"))[:300],
    )
