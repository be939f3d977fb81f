"""An article as a PDF: the same words as on its page, its own pictures, nothing from elsewhere.

It is set by a program of its own (:mod:`paper_press`): the process that serves pages loads nothing of it, and is not
held up by an article that takes too long."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from threading import BoundedSemaphore

import structlog
from django.template.loader import render_to_string
from django.utils import translation as languages
from django.utils.translation import gettext as _

from deskhand.files import blobs
from deskhand.kernel.errors import Conflict, TooMany
from deskhand.modules.knowledge import paper_press, shown, words
from deskhand.modules.knowledge.actions.files import PICTURES, address_of
from deskhand.modules.knowledge.models import Article, Translation, Version
from deskhand.tickets.links import absolute

LETTERS_LIMIT = 400_000
"""Characters of HTML of an article that is set as a PDF."""

PICTURES_LIMIT = 20 * 1024 * 1024
"""Bytes of pictures in one PDF; those that come after are left out."""

SECONDS = 45
"""Seconds that setting one may take."""

AT_ONCE = 2
"""PDFs that one process has set at the same time."""

STYLE = """
@page { size: A4; margin: 20mm 18mm 18mm;
  @bottom-left { content: string(name); font: 8pt "Noto Sans", "DejaVu Sans", sans-serif; color: #555; width: 80%; }
  @bottom-right {
    content: counter(page) " / " counter(pages); font: 8pt "Noto Sans", "DejaVu Sans", sans-serif; color: #555;
  }
}
body { font: 10pt/1.5 "Noto Sans", "DejaVu Sans", sans-serif; color: #16202a; overflow-wrap: anywhere; }
h1 { font-size: 18pt; line-height: 1.25; margin: 0 0 2mm; string-set: name content(); }
h2 { font-size: 13pt; margin: 7mm 0 2mm; } h3 { font-size: 11pt; margin: 5mm 0 1mm; } h4 { font-size: 10pt; }
h1, h2, h3, h4, summary { break-after: avoid; }
.quiet { color: #55606b; font-size: 8.5pt; }
a { color: #0d5566; }
img { max-width: 100%; max-height: 220mm; }
pre { white-space: pre-wrap; font: 8.5pt/1.4 "Noto Sans Mono", "DejaVu Sans Mono", monospace; background: #eef1f3;
  padding: 2mm 3mm; }
code { font-family: "Noto Sans Mono", "DejaVu Sans Mono", monospace; font-size: .9em; }
table { width: 100%; border-collapse: collapse; font-size: 9pt; overflow-wrap: anywhere; }
th, td { text-align: start; padding: 1mm 2mm; border: .25pt solid #9aa5ad; vertical-align: top; }
thead { display: table-header-group; } th { background: #eef1f3; }
tr, img, figure { break-inside: avoid; }
blockquote { margin-inline: 0; padding-inline-start: 4mm; border-inline-start: 1pt solid #9aa5ad; }
aside { border: .5pt solid #9aa5ad; border-inline-start: 3pt solid #2f6f9f; padding: 1mm 4mm; margin: 3mm 0; }
aside[data-callout=tip] { border-inline-start-color: #1e7a4c; }
aside[data-callout=warning] { border-inline-start-color: #a06000; }
details { border: .5pt solid #9aa5ad; padding: 1mm 4mm; margin: 3mm 0; }
summary { font-weight: bold; list-style: none; }
"""
"""How the paper looks."""

_PRESSES = BoundedSemaphore(AT_ONCE)
_PICTURE = re.compile(r'<img[^>]*?\ssrc="(/(?:help/)?files/[^"]+)"')
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is set: a version of an article, where it is read, and whether it is a draft."""

    article: Article
    chosen: Translation
    version: Version
    address: str
    is_draft: bool = False


def pdf(sheet: Sheet) -> bytes:
    """The bytes of the PDF. Raises Conflict, in words, for an article that is too long or that cannot be set here, and
    TooMany while others are set."""
    if sum(len(text) for text in _texts(sheet.version).values()) > LETTERS_LIMIT:
        raise Conflict(_("This article is too long for a PDF. Print it with your browser."))
    if not _PRESSES.acquire(blocking=False):
        raise TooMany(_("Others are being written just now. Try again in a moment."), 5)
    try:
        return _pressed(sheet)
    finally:
        _PRESSES.release()


def filename(sheet: Sheet) -> str:
    """What the PDF is called."""
    return f"{words.slug_of(sheet.version.title)}.pdf"


def _pressed(sheet: Sheet) -> bytes:
    given = {"html": _html(sheet), "style": STYLE, "base": absolute("/"), "pictures": _pictures(sheet)}
    known = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "XDG_CACHE_HOME") if name in os.environ}
    command = [sys.executable, "-I", "-m", paper_press.__name__]
    try:
        done = subprocess.run(  # noqa: S603 (our own program)
            command, input=json.dumps(given).encode(), capture_output=True, timeout=SECONDS, env=known, check=False
        )
    except subprocess.TimeoutExpired:
        raise Conflict(_("This article took too long to be written. Print it with your browser.")) from None
    if done.returncode == 0:
        return done.stdout
    _log.warning("article not set", article=sheet.article.pk, said=done.stderr.decode(errors="replace")[-500:])
    if done.returncode == paper_press.NO_LIBRARY:
        raise Conflict(_("No PDF can be written here: the library Pango is missing. Print it with your browser."))
    raise Conflict(_("The PDF could not be written. Print it with your browser."))


def _html(sheet: Sheet) -> str:
    language = sheet.chosen.language
    with languages.override(language):
        parts = shown.on_paper(sheet.version)
        given = {"sheet": sheet, "parts": parts, "language": language, "is_rtl": languages.get_language_bidi()}
        return render_to_string("knowledge/paper.html", given)


def _texts(version: Version) -> dict[str, str]:
    return {part: getattr(version, part) for part in words.PARTS}


def _pictures(sheet: Sheet) -> dict[str, tuple[str, str]]:
    """The article's own pictures that its text shows, by their whole address."""
    asked = {address for text in _texts(sheet.version).values() for address in _PICTURE.findall(text)}
    found: dict[str, tuple[str, str]] = {}
    left = PICTURES_LIMIT
    files = sheet.article.files.filter(content_type__in=PICTURES.values()).select_related("blob")
    for file in files if asked else ():
        named = {address_of(file), f"/help/files/{file.key}/{file.filename}"} & asked
        if not named or file.blob.size > left:
            continue
        left -= file.blob.size
        content = base64.b64encode(blobs.read(file.blob)).decode()
        found |= {absolute(address): (file.content_type, content) for address in named}
    return found
