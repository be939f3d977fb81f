"""Header text: encoded words (RFC 2047) as they are really sent, and raw eight-bit headers."""

import binascii
import re
from collections.abc import Iterator

from deskhand.mail.parsing import charsets

# Looser than the standard: spaces inside Q text, a missing language, "?" inside the text up to the closing "?=".
_WORD = re.compile(r"=\? ?([A-Za-z0-9_.:+-]{0,40})(?:\*[A-Za-z0-9-]{0,40})? ?\?([bBqQ])\?([^\n]{0,4000}?)\?=")
# A word whose end is missing ends where the next one or the line does, if no space stands in it.
_WITHOUT_END = re.compile(
    r"(=\?[A-Za-z0-9_.:+*-]{1,80}\?[bBqQ]\?[^\s?]{1,4000}+)\??(?=\s*(?:$|=\?[A-Za-z0-9_.:+*-]{1,80}\?[bBqQ]\?))"
)
_FOLD = re.compile(rb"[\r\n]+[ \t]*")
# The standard has no fold inside a word, and "_" for a space: what a program folded there belongs together.
_FOLD_IN_WORD = re.compile(
    rb"(=\?[^\s?]{1,80}\?[qQ]\?[^\s?]{1,1000}?)(?:=(?=[\r\n]+[ \t]+=))?[\r\n]+[ \t]+(?=[^\s?]{1,1000}\?=)"
)


def decode_field(raw: bytes, charset_hint: str = "") -> str:
    """Readable text of a header's raw value: unfolded, encoded words decoded, eight-bit bytes read as text."""
    return decode_words(unfolded(raw, charset_hint))


def unfolded(raw: bytes, charset_hint: str = "") -> str:
    """A raw value as one line of text whose encoded words are still encoded, as address readers need it."""
    if b"\n" in raw or b"\r" in raw:
        raw = _FOLD.sub(b" ", _FOLD_IN_WORD.sub(rb"\1", raw) if b"=?" in raw else raw)
    if raw.isascii() and b"\x1b" not in raw:
        return raw.decode("ascii")
    return charsets.decode(raw, charset_hint, may_guess=False)


def decode_words(text: str) -> str:
    """Text with its encoded words decoded. What is not an encoded word stays as it is."""
    if "=?" not in text:
        return text
    return "".join(_pieces(_WITHOUT_END.sub(r"\1?=", text)))


def _pieces(text: str) -> Iterator[str]:
    """Neighbouring words of one charset are joined before decoding: senders cut in the middle of a letter."""
    at, charset, pending = 0, "", b""
    for found in _WORD.finditer(text):
        between = text[at : found.start()]
        at = found.end()
        content, name = _content(found[2], found[3]), found[1].lower() or "unknown"
        if pending and not between.strip() and name == charset:
            pending += content
            continue
        if pending or charset:
            yield charsets.decode(pending, charset, may_guess=False)
        yield between if between.strip() or not charset else ""
        charset, pending = name, content
    if charset:
        yield charsets.decode(pending, charset, may_guess=False)
    yield text[at:]


def _content(kind: str, body: str) -> bytes:
    raw = body.encode("utf-8", "surrogateescape")
    if kind in "qQ":
        return binascii.a2b_qp(raw.replace(b" ", b"_"), header=True)
    packed = re.sub(rb"[^A-Za-z0-9+/]", b"", raw)
    packed = packed[:-1] if len(packed) % 4 == 1 else packed
    return binascii.a2b_base64(packed + b"=" * (-len(packed) % 4))
