"""Bytes become a mail: `parse(raw) -> ParsedMail`.

This module is a library of its own: no database, no settings, no network, no clock. It promises:

- **It never raises**, whatever the bytes are. What is wrong is named in `ParsedMail.defects`; what cannot be understood
  is kept as an attachment or stays in the raw mail, which the caller holds.
- **Its strings can be stored**: no NUL, no lone surrogates, no control characters; names carry no direction tricks.
- **Its cost is bounded**: linear in the size of the mail, limits in `deskhand.mail.parsing.limits`.

    mail = parse(Path("letter.eml").read_bytes())
    mail.from_.email, mail.subject, [part.filename for part in mail.attachments]

Header names that repeat: the first From, Subject, Date and Message-ID count; To, Cc and Reply-To are joined.
"""

from deskhand.mail.parsing import charsets
from deskhand.mail.parsing.addresses import read_address, read_addresses, usable_email
from deskhand.mail.parsing.bodies import Gathering, Segment, mark_inline
from deskhand.mail.parsing.data_uris import extract_pictures
from deskhand.mail.parsing.fields import Headers
from deskhand.mail.parsing.identifiers import message_id, message_ids, moment
from deskhand.mail.parsing.limits import MAX_HTML, MAX_PARTS, MAX_SUBJECT, MAX_TEXT
from deskhand.mail.parsing.model import NOBODY, Address, Invitation, ParsedMail, ParsedPart
from deskhand.mail.parsing.scrub import scrub_name
from deskhand.mail.parsing.tree import Node, grow_tree
from deskhand.mail.plaintext import html_from_text, text_from_html

__all__ = ["Address", "Headers", "Invitation", "ParsedMail", "ParsedPart", "parse"]

_LEADING_NOISE = b"\xef\xbb\xbf\r\n\t "
_SAMPLE = 400
_DELIVERED = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to", "apparently-to")


def parse(raw: bytes) -> ParsedMail:
    """The mail that these bytes are. Any bytes are some mail; see the module's promises."""
    defects: list[str] = []
    if b"\n" not in raw and b"\r" in raw:
        raw = raw.replace(b"\r", b"\n")
        defects.append("bare-cr")
    root = grow_tree(raw, len(raw) - len(raw.lstrip(_LEADING_NOISE)), defects)
    gathering = Gathering(raw, defects)
    text, html = _bodies(gathering.bodies_of(root))
    html, pictures = extract_pictures(html, MAX_PARTS)
    headers = root.headers.hinted(_charset_hint(raw, root))
    parts = mark_inline([*gathering.parts, *pictures], html)
    return _assembled(headers, text, html, tuple(parts), gathering)


def _bodies(segments: list[Segment]) -> tuple[str, str]:
    """One text and one HTML of all segments; whichever a segment lacks is made from the other."""
    if not any(segment.html for segment in segments):
        return "\n".join(segment.text for segment in segments)[:MAX_TEXT], ""
    text = "\n".join(segment.text or text_from_html(segment.html) for segment in segments)
    html = "\n".join(segment.html or html_from_text(segment.text) for segment in segments)
    return text[:MAX_TEXT], html[:MAX_HTML]


def _charset_hint(raw: bytes, root: Node) -> str:
    """Raw eight-bit headers are mostly written in the charset of the body, whether it says so or not."""
    node = root
    while node.children:
        node = node.children[0]
    label = node.parameters.get("charset", "")
    if label or node.encoding not in ("", "8bit", "binary"):
        return label
    sample = raw[node.body : min(node.end, node.body + _SAMPLE)]
    return "" if sample.isascii() else charsets.guessed(sample, may_guess=False)


def _assembled(
    headers: Headers, text: str, html: str, parts: tuple[ParsedPart, ...], gathering: Gathering
) -> ParsedMail:
    own_id = message_id(headers.get("message-id"))
    sender = _first(headers, "sender")
    reply_to = _all(headers, "reply-to")
    return_path = _return_path(headers)
    from_ = _author(headers, sender, reply_to, return_path)
    date = moment(headers.get("date"))
    missing = [
        word
        for word, is_missing in (("no-message-id", not own_id), ("no-from", not from_.email), ("no-date", date is None))
        if is_missing
    ]
    return ParsedMail(
        message_id=own_id,
        in_reply_to=message_ids(headers.get("in-reply-to")),
        references=message_ids(" ".join(headers.get_all("references"))),
        subject=scrub_name(headers.get("subject"))[:MAX_SUBJECT],
        from_=from_,
        sender=sender,
        reply_to=reply_to,
        to=_all(headers, "to"),
        cc=_all(headers, "cc"),
        return_path=return_path,
        delivered_to=_delivered_to(headers),
        date=date,
        text=text,
        html=html,
        attachments=parts,
        headers=headers,
        security=gathering.security or _armour(text),
        defects=tuple(dict.fromkeys([*missing, *gathering.defects])),
        invitation=gathering.invitation,
    )


def _armour(text: str) -> str:
    """PGP of old stands in the text itself."""
    start = text[:200].lstrip()
    if start.startswith("-----BEGIN PGP MESSAGE-----"):
        return "pgp-encrypted"
    return "pgp-signed" if start.startswith("-----BEGIN PGP SIGNED MESSAGE-----") else ""


def _all(headers: Headers, name: str) -> tuple[Address, ...]:
    return read_addresses(", ".join(headers.encoded(name)))


def _first(headers: Headers, name: str) -> Address:
    values = headers.encoded(name)
    return read_address(values[0]) if values else NOBODY


def _author(headers: Headers, sender: Address, reply_to: tuple[Address, ...], return_path: str | None) -> Address:
    """Who wrote this: From, else Sender, Reply-To, Return-Path; a name that From gives is kept."""
    claimed = _first(headers, "from")
    if claimed.email:
        return claimed
    for other in (sender, *reply_to, Address("", return_path or "")):
        if other.email:
            return Address(claimed.name or other.name, other.email)
    return claimed


def _return_path(headers: Headers) -> str | None:
    """Only `<>` is the null sender; a return path that cannot be read says nothing."""
    claimed = headers.get("return-path", "?").strip()
    return "" if claimed in ("", "<>") else usable_email(claimed) or None


def _delivered_to(headers: Headers) -> tuple[str, ...]:
    found = (usable_email(value) for name in _DELIVERED for value in headers.get_all(name))
    return tuple(dict.fromkeys(email for email in found if email))
