"""HTML of strangers whose look is part of what it says, made safe to stand in a document of its own.

`clean_html` puts every mail into our words, and most mails lose nothing by it. An invoice or a newsletter does: its
columns, colours and widths are what makes it readable. Such a mail keeps its layout here, for a frame that shows it
alone (`deskhand.tickets.views.layout`).

What a page may rely on: no script, form, frame, style sheet, id or foreign class; inline styles of `styles.KEPT` with
values that can load nothing; links open apart and tell nothing; remote images have `data-remote-src` and no `src`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import nh3

from deskhand.mail import clean
from deskhand.mail.clean import CleanHtml
from deskhand.mail.markup.layout_styles import is_coloured, pixels, safe_style
from deskhand.mail.markup.names import names
from deskhand.mail.markup.quotemarks import QUOTE, QUOTE_HEAD, SIGNATURE, quote_mark
from deskhand.mail.markup.rewrite import Rewriter, leads_elsewhere
from deskhand.mail.markup.styles import declarations, is_hidden
from deskhand.mail.markup.tokens import VOID, Token, start_tag, tokens
from deskhand.mail.parsing.limits import MAX_HTML
from deskhand.mail.quotes import split_quoted_html

__all__ = ["clean_layout", "layout_of", "needs_layout"]

WIDE = 280
"""Pixels from which on a fixed width counts as layout: narrower tables hold figures."""

_SIGN = re.compile(r"<table|bgcolor|background", re.IGNORECASE)
"""Without any of these a mail has no layout worth keeping, and is not cleaned a second time."""

_BOXES = names("table td th div section article header footer main center p")
_TABLE = {"width", "height", "align", "valign", "bgcolor", "border", "cellpadding", "cellspacing"}
_CELL = {*_TABLE, "colspan", "rowspan", "nowrap", "scope"}
_OF_TAGS: dict[str, set[str]] = {
    "*": {"style", "class", "dir", "lang", "title", "hidden", "align"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height", "data-remote-src", "border"},
    "table": _TABLE,
    **dict.fromkeys(("tr", "tbody", "thead", "tfoot", "col", "colgroup"), _TABLE - {"cellpadding", "cellspacing"}),
    **dict.fromkeys(("td", "th"), _CELL),
    "font": {"color", "face", "size"},
    "ol": {"start", "reversed", "type"},
    "ul": {"type"},
    "li": {"value"},
    "hr": {"width", "size", "color"},
    "time": {"datetime"},
    "details": {"open"},
}
_FIRST_OF_TAGS = {**_OF_TAGS, "*": _OF_TAGS["*"] | {"id"}, "blockquote": {"type"}}
_PASSED_ON = frozenset().union(*_OF_TAGS.values()) - {"style", "class", "src", "data-remote-src", "hidden"}
_MARKS = frozenset({QUOTE, QUOTE_HEAD, SIGNATURE, "mail-remote"})


def clean_layout(html: str, *, cid_url: Callable[[str], str | None]) -> CleanHtml:
    """A mail's HTML made safe with its layout. As `clean_html`: `cid_url` gives the address of an inline image, and
    what is beyond `MAX_HTML` is cut."""
    rewriter = _Kept(cid_url, is_ours=False)
    made = _LAST.clean(rewriter.rewrite(_FIRST.clean(clean.prepared(html))))
    return CleanHtml(made, rewriter.blocked)


def layout_of(html: str, *, cid_url: Callable[[str], str | None], subject: str = "") -> CleanHtml:
    """What somebody wrote in a mail, without what they quoted, in its layout; empty where the simple form does."""
    if not _SIGN.search(html[:MAX_HTML]):
        return CleanHtml("", 0)
    whole = clean_layout(html, cid_url=cid_url)
    newest = split_quoted_html(whole.html, subject=subject).newest
    if not needs_layout(newest):
        return CleanHtml("", 0)
    return CleanHtml(newest, newest.count(" data-remote-src="))


def needs_layout(html: str) -> bool:
    """Whether HTML from `clean_layout` loses what it means without its layout: at least half of its words (or an
    image, where it has no words) stand in boxes with a colour of their own, in tables of a fixed width or in tables
    inside tables. A letter with a decorated signature does not."""
    count = _Count()
    for token in tokens(html):
        count.take(token)
    if count.words:
        return count.laid_out_words * 2 >= count.words
    return count.laid_out_images > 0


@dataclass(slots=True)
class _Kept(Rewriter):
    """Keeps what the mail looks like: elements, old attributes, and styles that are safe."""

    def _renamed(self, tag: str) -> str:
        return tag

    def _in_list_item(self, tag: str) -> None:
        """Lists stay as the sender nested them."""

    def _attributes(self, token: Token, tag: str) -> dict[str, str]:
        given = token.attributes or {}
        kept = {name: value for name, value in given.items() if name in _PASSED_ON}
        if not leads_elsewhere(kept.get("href", "")):
            kept.pop("href", None)
        if style := safe_style(given.get("style", "")):
            kept["style"] = style
        if is_hidden(declarations(given.get("style", ""))):
            kept["hidden"] = ""
        if mark := quote_mark(token.tag, given):
            kept["class"] = mark
        return kept

    def _image(self, token: Token) -> str:
        made = Rewriter._image(self, token)
        style = safe_style(token.get("style"))
        if not style or not made.startswith("<img "):
            return made
        return start_tag("img", {"style": style})[:-1] + made.removeprefix("<img")


@dataclass(slots=True)
class _Count:
    """Words and images of a document, and how many of them stand in its layout."""

    words: int = 0
    laid_out_words: int = 0
    laid_out_images: int = 0
    inside: int = 0
    tables: int = 0
    open_tags: list[tuple[str, bool]] = field(default_factory=list)

    def take(self, token: Token) -> None:
        if not token.tag:
            said = len("".join(token.text.split()))
            self.words += said
            self.laid_out_words += said if self.inside else 0
        elif token.is_end:
            self._end(token.tag)
        elif token.tag == "img":
            self.laid_out_images += bool(self.inside)
        elif token.tag not in VOID:
            self._start(token)

    def _start(self, token: Token) -> None:
        is_laid_out = _is_laid_out(token) or (token.tag == "table" and self.tables > 0)
        self.open_tags.append((token.tag, is_laid_out))
        self.inside += is_laid_out
        self.tables += token.tag == "table"

    def _end(self, tag: str) -> None:
        while self.open_tags and any(name == tag for name, _is in self.open_tags):
            name, is_laid_out = self.open_tags.pop()
            self.inside -= is_laid_out
            self.tables -= name == "table"
            if name == tag:
                return


def _is_laid_out(token: Token) -> bool:
    if token.tag not in _BOXES:
        return False
    style = declarations(token.get("style"))
    colour = token.get("bgcolor") or style.get("background-color", "") or style.get("background", "")
    if is_coloured(colour):
        return True
    if token.tag != "table":
        return False
    return pixels(token.get("width") or style.get("width", "") or style.get("max-width", "")) >= WIDE


def _sound_value(tag: str, name: str, value: str) -> str | None:
    """Values that are what their name says. Styles are judged once more, whatever was written before."""
    if name == "style":
        return safe_style(value) or None
    if name in ("bgcolor", "color", "face", "size", "align", "valign", "border", "type"):
        return value if len(value) < 80 and "(" not in value and ":" not in value else None
    if name in ("width", "height", "cellpadding", "cellspacing"):
        return value if len(value) < 12 else None
    return clean.sound_value(tag, name, value)


_TAGS = clean.TAGS | {"center", "font", "dl", "dt", "dd", "big", "strike", "tt", "nobr"}


def _sanitiser(
    attributes: dict[str, set[str]], relative: Callable[[str], str | None] | str, **more: object
) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=_TAGS,
        attributes=attributes,
        clean_content_tags=clean.WITHOUT_CONTENT,
        attribute_filter=_sound_value,
        url_schemes=clean.SCHEMES | {"cid"},
        url_relative=relative,  # type: ignore[arg-type]
        **more,  # type: ignore[arg-type]
    )


_FIRST = _sanitiser(_FIRST_OF_TAGS, clean.mail_relative, link_rel=None)
_LAST = _sanitiser(
    {tag: kept - {"class"} for tag, kept in _OF_TAGS.items()},
    "pass_through",
    link_rel="noopener noreferrer nofollow",
    set_tag_attribute_values={"a": {"target": "_blank"}},
    allowed_classes={tag: set(_MARKS) for tag in _TAGS},
)
