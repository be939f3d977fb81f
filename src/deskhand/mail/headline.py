"""The first look at a letter: who seems to write, about what, and under which id. Cheap and linear for any bytes,
never wrong in a way that matters: what counts is read later, from the whole letter."""

from __future__ import annotations

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
        return _read(raw[:LOOK].lstrip(b"\xef\xbb\xbf\r\n\t "))
    except Exception:  # noqa: BLE001 (a letter whose headline cannot be read is taken in like any other)
        return Headline()


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
