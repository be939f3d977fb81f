"""From the sanitiser's canonical HTML to ours: classes for styles, placeholders for remote images, tidy lists.

Runs between two passes of the sanitiser, so a mistake here cannot let markup through: the last word is the sanitiser's.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from deskhand.mail.markup.quotemarks import QUOTE, QUOTE_HEAD, SIGNATURE, quote_mark
from deskhand.mail.markup.styles import CLASSES as STYLE_CLASSES
from deskhand.mail.markup.styles import declarations, is_hidden, style_classes
from deskhand.mail.markup.tokens import BLOCKS, VOID, Token, start_tag, tokens

MENTION = "mail-mention"
CLASSES = STYLE_CLASSES | {QUOTE, QUOTE_HEAD, SIGNATURE, MENTION, "mail-remote"}
"""Every class that cleaned HTML can have."""

CidUrl = Callable[[str], str | None]
_KEPT = frozenset(
    {"dir", "colspan", "rowspan", "start", "alt", "title", "datetime", "open", "scope", "lang", "reversed", "value"}
)
_AS = {
    "center": "div",
    "font": "span",
    "dl": "div",
    "dt": "p",
    "dd": "div",
    "big": "span",
    "strike": "s",
    "tt": "code",
    "nobr": "span",
}
_CLASS_OF = {"center": "mail-center", "dt": "mail-bold", "dd": "mail-indent"}
_LISTS = frozenset({"ul", "ol"})
_WITHOUT_DIRECTION = frozenset({"table", "tbody", "thead", "tfoot", "tr", "hr", "ul", "ol", "caption"})
_MENTIONED = re.compile(r"(?:person|team)-[1-9]\d{0,14}")
_SIZE = re.compile(r"\s*(\d{1,5})")
_WEB = re.compile(r"https?://", re.IGNORECASE)
_HALF_WEB = re.compile(r"\s*https?:(?!//[^/\\\s])", re.IGNORECASE)
_MAX_DIMENSION = 4_000
_MAX_URL = 4_000


@dataclass(slots=True)
class Rewriter:
    """Rewrites one document. `cid_url` tells where an inline image lies; `is_ours` is for what our own people write:
    headings, our classes, our images and mentions stay."""

    cid_url: CidUrl
    is_ours: bool
    blocked: int = 0
    out: list[str] = field(default_factory=list)
    open_tags: list[tuple[str, str]] = field(default_factory=list)
    links: list[str] = field(default_factory=list)

    def rewrite(self, html: str) -> str:
        """The document in our words."""
        for token in tokens(html):
            if not token.tag:
                self._text(token)
            elif token.is_end:
                self._end(token.tag)
            elif token.tag == "img":
                self._in_list_item("img")
                self.out.append(self._image(token))
            else:
                self._start(token)
        while self.open_tags:
            self._close()
        return "".join(self.out)

    def _text(self, token: Token) -> None:
        if token.source.strip():
            self._in_list_item("")
        self.out.append(token.source)

    def _start(self, token: Token) -> None:
        self._in_list_item(token.tag)
        tag = self._renamed(token.tag)
        if token.tag in VOID:
            self.out.append(start_tag(tag, {}))
            return
        self.out.append(start_tag(tag, self._attributes(token, tag)))
        self.open_tags.append((token.tag, tag))
        if token.tag == "a":
            self.links.append(token.get("href"))

    def _end(self, tag: str) -> None:
        if tag in VOID or all(source != tag for source, _ in self.open_tags):
            return
        while self._close() != tag:
            pass

    def _close(self) -> str:
        source, tag = self.open_tags.pop()
        self.out.append(f"</{tag}>")
        if source == "a":
            self.links.pop()
        return source

    def _in_list_item(self, tag: str) -> None:
        """Between `<ul>` and `<li>` nothing may stand; Outlook puts paragraphs and nested lists there."""
        parent = self.open_tags[-1][1] if self.open_tags else ""
        if parent == "li" and self.open_tags[-1][0] == "" and tag == "li":
            self._close()
        elif parent in _LISTS and tag != "li":
            self.out.append('<li dir="auto">')
            self.open_tags.append(("", "li"))

    def _renamed(self, tag: str) -> str:
        parent = self.open_tags[-1][1] if self.open_tags else ""
        if tag == "li" and parent not in _LISTS:
            return "div"
        if not self.is_ours and len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            return "p"
        return _AS.get(tag, tag)

    def _attributes(self, token: Token, tag: str) -> dict[str, str]:
        given = token.attributes or {}
        style = declarations(given.get("style", ""))
        kept = {name: value for name, value in given.items() if name in _KEPT and name != "dir"}
        if mentioned := self._mentioned(tag, given):
            kept["data-mention"] = mentioned
        if classes := self._classes(token, tag, given, style):
            kept["class"] = " ".join(dict.fromkeys(classes))
        if "hidden" in given or is_hidden(style):
            kept["hidden"] = ""
        if token.tag == "a" and leads_elsewhere(href := given.get("href", "")):
            kept["href"] = href
        # Always in the same places, so that cleaning again changes nothing.
        if direction := given.get("dir", "auto" if tag in BLOCKS and tag not in _WITHOUT_DIRECTION else ""):
            kept["dir"] = direction
        return kept

    def _mentioned(self, tag: str, given: dict[str, str]) -> str:
        """Whom a span of our own editor mentions; nobody else can."""
        value = given.get("data-mention", "") if self.is_ours and tag == "span" else ""
        return value if _MENTIONED.fullmatch(value) else ""

    def _classes(self, token: Token, tag: str, given: dict[str, str], style: dict[str, str]) -> list[str]:
        classes = style_classes(
            style, color=given.get("color", ""), align=given.get("align", "") if token.tag != "table" else ""
        )
        if self.is_ours:
            classes += [name for name in given.get("class", "").split() if name in CLASSES - {MENTION}]
            classes += [MENTION] if self._mentioned(tag, given) else []
        elif mark := quote_mark(token.tag, given):
            classes.insert(0, mark)
        if token.tag in _CLASS_OF:
            classes.append(_CLASS_OF[token.tag])
        if token.tag != tag and tag == "p" and token.tag[0] == "h":
            classes.append("mail-heading")
        return classes

    def _image(self, token: Token) -> str:
        source = token.get("src").strip()
        alt = token.get("alt")[:500] or self._link_name()
        kept = {"alt": alt} | ({"title": token.get("title")[:500]} if token.get("title") else {})
        style = declarations(token.get("style"))
        width, height = (_pixels(token.get(side) or style.get(side, "")) for side in ("width", "height"))
        if source.lower().startswith("cid:"):
            url = self.cid_url(unquote(source[4:]).strip("<> "))
            return start_tag("img", {"src": url, **kept, **_dimensions(width, height)}) if url else _only_words(alt)
        if self.is_ours and source.startswith("/"):
            return start_tag("img", {"src": source, **kept, **_dimensions(width, height)})
        if not _WEB.match(source) or not leads_elsewhere(source):
            return _only_words(alt)
        if self.is_ours:
            words = _only_words(alt or urlsplit_host(source))
            return words if self.links else f"{start_tag('a', {'href': source})}{words}</a>"
        if is_hidden(style) or (width is not None and width <= 1) or (height is not None and height <= 1):
            return ""
        self.blocked += 1
        return start_tag(
            "img", {"data-remote-src": source, **kept, **_dimensions(width, height), "class": "mail-remote"}
        )

    def _link_name(self) -> str:
        """An image that is all there is of a link needs words: the address's host."""
        return (urlsplit_host(self.links[-1]) if self.links else "")[:100]


def leads_elsewhere(url: str) -> bool:
    """Whether an address is whole and of sane length. `https:path` is none: a page of ours on https would take it for
    a path of its own."""
    return 0 < len(url) < _MAX_URL and _HALF_WEB.match(url) is None


def urlsplit_host(url: str) -> str:
    """The host of an address, or "" for what is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def _only_words(alt: str) -> str:
    return alt.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _pixels(value: str) -> int | None:
    if "%" in value:
        return None
    found = _SIZE.match(value)
    return int(found[1]) if found else None


def _dimensions(width: int | None, height: int | None) -> dict[str, str]:
    """Sizes keep the page from jumping when images come."""
    sizes = {"width": width, "height": height}
    return {name: str(size) for name, size in sizes.items() if size is not None and 1 < size <= _MAX_DIMENSION}
