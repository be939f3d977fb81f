"""From the tree of parts: which ones are the message, which are attachments."""

import re
from dataclasses import dataclass, field, replace
from urllib.parse import unquote

from deskhand.mail.parsing import charsets, enriched, flowed, invitations, tnef, transfer, uuencoded
from deskhand.mail.parsing.fields import read_headers
from deskhand.mail.parsing.filenames import distinct, safe_filename
from deskhand.mail.parsing.limits import MAX_GUESSES, MAX_HTML, MAX_PARTS, MAX_TEXT
from deskhand.mail.parsing.model import Invitation, ParsedPart
from deskhand.mail.parsing.scrub import scrub_text
from deskhand.mail.parsing.tree import Node

_HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_ENRICHED_TYPES = frozenset({"text/enriched", "text/richtext"})
_BODY_TYPES = _HTML_TYPES | _ENRICHED_TYPES | {"text/plain"}
_CID = re.compile(r"cid:([^\"'\s>)]{1,500})", re.IGNORECASE)
_MARKUP = re.compile(r"\s*(?:<!doctype html|<html[\s>])", re.IGNORECASE)
_SECURITY = {
    "multipart/encrypted": "pgp-encrypted", "application/pgp-encrypted": "pgp-encrypted",
    "application/pgp-signature": "pgp-signed", "application/pkcs7-signature": "smime-signed",
    "application/x-pkcs7-signature": "smime-signed", "application/pkcs7-mime": "smime-encrypted",
    "application/x-pkcs7-mime": "smime-encrypted",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Segment:
    """One stretch of the message: its plain text, its HTML, or both as alternatives of each other."""

    text: str = ""
    html: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nobody would see anything of it."""
        return not self.text.strip() and not self.html.strip()


@dataclass(slots=True)
class Gathering:
    """What is found on the walk through the parts of one mail."""

    raw: bytes
    defects: list[str]
    parts: list[ParsedPart] = field(default_factory=list)
    security: str = ""
    invitation: Invitation | None = None
    guesses_left: int = MAX_GUESSES

    def bodies_of(self, node: Node) -> list[Segment]:
        """The segments of a part and of all below it; attachments are put aside. Depth is bounded by the tree."""
        self.security = self.security or _security_of(node)
        if not node.children:
            return self._leaf(node)
        below = [self.bodies_of(child) for child in node.children]
        if node.content_type == "multipart/alternative":
            return _alternative(below)
        return [segment for segments in below for segment in segments if not segment.is_blank]

    def content_of(self, node: Node) -> bytes:
        """The decoded bytes of a leaf."""
        content, is_intact = transfer.decode(self.raw[node.body : node.end], node.encoding)
        if not is_intact:
            self.defects.append("broken-" + node.encoding)
        return content

    def keep(self, filename: str, content_type: str, content: bytes, cid: str = "") -> None:
        """Put a part aside as an attachment."""
        self.parts.append(ParsedPart(safe_filename(filename, content_type), content_type, content, cid))

    def _leaf(self, node: Node) -> list[Segment]:
        content = self.content_of(node)
        if _is_body(node):
            return [self._body(node, content)]
        if tnef.is_tnef(node.content_type, content) and (unpacked := tnef.unpack(content)):
            for name, file_content in unpacked.files:
                self.keep(name, "application/octet-stream", file_content)
            if not unpacked.is_intact:
                self.defects.append("broken-tnef")
                self.keep(node.filename or "winmail.dat", node.content_type, content)
            return [Segment(scrub_text(unpacked.text), scrub_text(unpacked.html))]
        if node.content_type in invitations.TYPES and self.invitation is None:
            self.invitation = invitations.read(content, node.parameters.get("charset", ""))
        if content or node.filename:
            name = node.filename or _subject_as_name(node, content)
            self.keep(name, node.content_type, content, node.headers.get("content-id").strip("<> "))
        return []

    def _body(self, node: Node, content: bytes) -> Segment:
        label = node.parameters.get("charset", "")
        text = scrub_text(charsets.decode(content, label, may_guess=self._may_guess(content, label)))
        if node.content_type in _HTML_TYPES or (node.content_type == "text/plain" and _MARKUP.match(text)):
            return Segment(html=self._bounded(text, MAX_HTML, "html"))
        if node.content_type in _ENRICHED_TYPES:
            text = enriched.plain(text)
        text, files = uuencoded.extract_files(text, MAX_PARTS - len(self.parts))
        for name, file_content in files:
            self.keep(name, "application/octet-stream", file_content)
        text = self._bounded(text, MAX_TEXT, "text")
        if node.parameters.get("format", "").lower() == "flowed":
            text = flowed.unflow(text, delete_space=node.parameters.get("delsp", "").lower() == "yes")
        return Segment(text=text)

    def _may_guess(self, content: bytes, label: str) -> bool:
        if content.isascii() or (label and charsets.codec_named(label)):
            return True
        self.guesses_left -= 1
        return self.guesses_left >= 0

    def _bounded(self, text: str, limit: int, kind: str) -> str:
        """A body of sane length; the whole of a longer one is attached, so that nothing is out of reach."""
        if len(text) <= limit:
            return text
        self.defects.append(f"long-{kind}")
        self.keep(
            f"message.{'html' if kind == 'html' else 'txt'}",
            "text/html" if kind == "html" else "text/plain",
            text.encode(),
        )
        return text[:limit]


def _is_body(node: Node) -> bool:
    if node.content_type not in _BODY_TYPES or node.disposition == "attachment":
        return False
    # A single-part mail is its own body, even when a scanner gave it a file name.
    return not node.filename or node.depth == 0


def _alternative(below: list[list[Segment]]) -> list[Segment]:
    """The same message several times: the first plain text and the last HTML, which is the richest by rule."""
    kept = [[segment for segment in segments if not segment.is_blank] for segments in below]
    plain = next((segments for segments in kept if segments and not any(one.html for one in segments)), [])
    rich = next((segments for segments in reversed(kept) if any(one.html for one in segments)), [])
    text = "\n".join(segment.text for segment in plain)
    if not rich:
        return [Segment(text=text)] if plain else []
    if len(rich) == 1:
        return [Segment(text or rich[0].text, rich[0].html)]
    if not text:
        return rich
    # The rich side is in pieces (Apple Mail puts files between them): the text goes with the first of them.
    first, *others = rich
    return [replace(first, text=text), *(replace(one, text="\n") for one in others)]


def _subject_as_name(node: Node, content: bytes) -> str:
    if node.content_type not in ("message/rfc822", "message/global"):
        return ""
    headers, _ = read_headers(content, 0, len(content))
    subject = headers.get("subject").replace("/", "-").replace("\\", "-")[:100].strip()
    return f"{subject}.eml" if subject else ""


def _security_of(node: Node) -> str:
    if node.content_type == "multipart/signed":
        return "pgp-signed" if "pgp" in node.parameters.get("protocol", "") else "smime-signed"
    found = _SECURITY.get(node.content_type, "")
    if found == "smime-encrypted" and node.parameters.get("smime-type", "").startswith("signed"):
        return "smime-signed"
    return found


def mark_inline(parts: list[ParsedPart], html: str) -> list[ParsedPart]:
    """The parts with `is_inline` set where the HTML shows them by cid, and with distinct file names."""
    shown = {unquote(cid) for cid in _CID.findall(html)}
    taken: set[str] = set()
    marked: list[ParsedPart] = []
    for part in parts:
        name = distinct(part.filename, taken)
        taken.add(name.casefold())
        marked.append(replace(part, filename=name, is_inline=bool(part.cid) and part.cid in shown))
    return marked
