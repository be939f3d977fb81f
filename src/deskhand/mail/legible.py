"""What a reader sees of a mail's text: cleaned HTML, its plain twin, and what is quoted apart. Pure; costs time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from deskhand.mail.clean import clean_html, html_from_text, text_from_html
from deskhand.mail.layout import layout_of
from deskhand.mail.quotes import split_quoted, split_quoted_html


@dataclass(frozen=True, slots=True)
class Legible:
    """``html`` is safe to show and ``text`` its plain twin; ``quoted_html`` is the quoted tail, safe likewise.
    ``layout_html`` is what was written as its sender laid it out, for a frame alone; empty where the simple form does.
    Images from elsewhere wait in both, ``blocked_images`` and ``layout_images`` of them."""

    html: str
    text: str
    quoted_html: str = ""
    blocked_images: int = 0
    layout_html: str = ""
    layout_images: int = 0


def legible(text: str, html: str, subject: str, pictures: Mapping[str, str]) -> Legible:
    """Clean a mail's text. ``pictures`` gives the address of an inline image by its Content-ID."""
    if not html:
        split = split_quoted(text, subject=subject)
        newest = f"{split.newest}{split.signature}".strip("\n")
        quoted = html_from_text(split.quoted) if split.quoted.strip() else ""
        return Legible(html_from_text(newest), newest.strip(), quoted)
    clean = clean_html(html, cid_url=pictures.get)
    parts = split_quoted_html(clean.html, subject=subject)
    plain = text_from_html(parts.newest).strip()
    layout = layout_of(html, cid_url=pictures.get, subject=subject)
    return Legible(parts.newest, plain, parts.quoted, clean.blocked_images, layout.html, layout.blocked_images)
