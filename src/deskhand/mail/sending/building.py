"""From a row of the outbox to the bytes of a letter. The same row gives the same letter on every try."""

from __future__ import annotations

import re
from collections.abc import Iterable
from email import policy
from email.charset import QP, Charset
from email.header import Header
from email.message import Message
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime
from typing import Any

from deskhand.files import blobs
from deskhand.files.models import Blob
from deskhand.mail.filters.own_mail import INSTANCE_HEADER
from deskhand.mail.models import OutboundMail
from deskhand.mail.outbox import sender_address
from deskhand.mail.own import instance_mark
from deskhand.mail.sending.addresses import for_the_wire
from deskhand.mail.sending.smtp import NotSent

_UTF8 = Charset("utf-8")
_UTF8.body_encoding = QP
_CRLF = policy.compat32.clone(linesep="\r\n")
_NAMED = re.compile(r'^\s*"?(?P<name>.*?)"?\s*<(?P<address>[^<>]+)>\s*$', re.DOTALL)
_SIMPLE_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]{0,60}/[a-z0-9][a-z0-9.+-]{0,60}")


def raw_letter(row: OutboundMail) -> bytes:
    """The whole letter with CRLF line ends, headers in ASCII."""
    letter = _with_files(_body(row), row.attachments)
    for name, text in _headers(row):
        letter[name] = text
    return letter.as_bytes(policy=_CRLF)


def _headers(row: OutboundMail) -> Iterable[tuple[str, str]]:
    own = dict(row.headers)
    yield "From", address_header(own.pop("From", "") or sender_address(row.mailbox))  # Imported letters have none.
    yield "To", ", ".join(address_header(one) for one in row.shown_to)
    if row.shown_cc:
        yield "Cc", ", ".join(address_header(one) for one in row.shown_cc)
    if "Reply-To" in own:
        yield "Reply-To", address_header(own.pop("Reply-To"))
    yield "Subject", encoded(row.subject)
    yield "Date", format_datetime(row.made_at)
    yield "Message-ID", row.message_id
    yield INSTANCE_HEADER, instance_mark()
    for name, text in own.items():
        yield name, _folded(name, text)


def address_header(address: str) -> str:
    """``Name <address>`` with the name encoded where it is not ASCII. No line break of the input survives."""
    found = _NAMED.match(_clean(address))
    if found is None:
        return _wired(_clean(address))
    name = found["name"].replace("\\", "").replace('"', "").strip()
    if not name:
        return _wired(found["address"])
    shown = f'"{name}"' if name.isascii() else encoded(name)
    return f"{shown} <{_wired(found['address'])}>"


def _wired(address: str) -> str:
    """The address in ASCII, or as raw UTF-8 if its local part cannot be: then its server takes such letters."""
    try:
        plain = for_the_wire(address)
    except NotSent:  # Shown beside others; to send to it is refused with words.
        plain = address
    return plain if plain.isascii() else plain.encode().decode("ascii", "surrogateescape")


def encoded(text: str) -> str:
    """A header's text: as it is in ASCII, else in encoded words."""
    clean = _clean(text)
    return clean if clean.isascii() else Header(clean, "utf-8", maxlinelen=70).encode()


def _clean(text: str) -> str:
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def _folded(name: str, text: str) -> str:
    """Ids of a thread one under the other; nothing else is long."""
    if name == "References":
        return "\n ".join(_clean(text).split(" "))
    return encoded(text)


def _body(row: OutboundMail) -> Message:
    text = MIMEText(_lines(row.text), "plain", _UTF8)  # type: ignore[arg-type]
    if not row.html:
        return text
    alternative = MIMEMultipart("alternative")
    alternative.attach(text)
    pictures = [one for one in row.attachments if one.get("cid")]
    html = MIMEText(_lines(row.html), "html", _UTF8)  # type: ignore[arg-type]
    alternative.attach(_related(html, pictures) if pictures else html)
    return alternative


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _related(html: Message, pictures: list[dict[str, Any]]) -> Message:
    related = MIMEMultipart("related", type="text/html")
    related.attach(html)
    for one in pictures:
        part = _file(one)
        part.add_header("Content-ID", f"<{one['cid']}>")
        part.add_header("Content-Disposition", "inline", filename=_name(one))
        related.attach(part)
    return related


def _with_files(body: Message, attachments: list[dict[str, Any]]) -> Message:
    files = [one for one in attachments if not one.get("cid")]
    if not files:
        return body
    mixed = MIMEMultipart("mixed")
    mixed.attach(body)
    for one in files:
        part = _file(one)
        part.add_header("Content-Disposition", "attachment", filename=_name(one))
        mixed.attach(part)
    return mixed


def _file(one: dict[str, Any]) -> MIMEBase:
    from email.encoders import encode_base64

    kind = one["content_type"].lower()
    # A message as an attachment must not be taken apart again, and a text's charset is not known: plain bytes.
    if not _SIMPLE_TYPE.fullmatch(kind) or kind.startswith(("message/", "multipart/")):
        kind = "application/octet-stream"
    main, _slash, sub = kind.partition("/")
    part = MIMEBase(main, sub)
    part.set_payload(blobs.read(Blob.objects.get(pk=one["blob_id"])))
    encode_base64(part)
    return part


def _name(one: dict[str, Any]) -> str | tuple[str, str, str]:
    """A file name as a parameter: plain in ASCII, else after RFC 2231."""
    name = _clean(one["filename"]).replace('"', "'") or "file"
    return name if name.isascii() else ("utf-8", "", name)
