"""An article's words as they stand in an answer: HTML that the composer and every mail program know. Pure."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser

_PLAIN = frozenset("p br ul ol li strong b em i u s del code pre blockquote".split())
"""Elements that go over as they are, without attributes."""

_BOLD = frozenset({"h2", "h3", "h4", "summary", "caption", "dt"})
"""What becomes a line in bold letters."""

_BLOCK = {"aside": "blockquote", "dd": "p"}
_VOID = frozenset({"img", "br", "hr", "wbr", "col"})


def for_answer(html: str, base: str) -> tuple[str, bool]:
    """Clean HTML of an article's part as what goes into an answer, and whether something of it had to stay behind
    (pictures). ``base`` is this site's address, for links to its own pages."""
    letter = _Letter(base.rstrip("/"))
    letter.feed(html)
    letter.close()
    return "".join(letter.out).strip(), letter.is_cut


class _Letter(HTMLParser):
    def __init__(self, base: str) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.is_cut = False
        self._base = base
        self._links: list[bool] = []
        self._cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "img":
            self.is_cut = True
        elif tag == "a":
            self._begin_link(given.get("href", ""))
        elif tag == "figure" and given.get("data-video"):
            self.out.append(f"<p>{_linked(given['data-video'], given['data-video'])}</p>")
        elif tag in _BOLD:
            self.out.append("<p><strong>")
        elif tag == "tr":
            self._cells = 0
            self.out.append("<p>")
        elif tag in ("td", "th"):
            self.out.append(" · " if self._cells else "")
            self._cells += 1
        elif (plain := _BLOCK.get(tag, tag)) in _PLAIN and not self._is_in_cell(plain):
            self.out.append(f"<{plain}>")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.out.append("</a>" if self._links and self._links.pop() else "")
        elif tag in _BOLD:
            self.out.append("</strong></p>")
        elif tag == "tr":
            self._cells = 0
            self.out.append("</p>")
        elif (plain := _BLOCK.get(tag, tag)) in _PLAIN and tag not in _VOID and not self._is_in_cell(plain):
            self.out.append(f"</{plain}>")

    def handle_data(self, data: str) -> None:
        self.out.append(escape(data, quote=False))

    def _is_in_cell(self, tag: str) -> bool:
        """A cell is part of a line: it has no lines of its own."""
        return self._cells > 0 and tag in ("p", "ul", "ol", "li", "blockquote", "pre")

    def _begin_link(self, href: str) -> None:
        whole = f"{self._base}{href}" if href.startswith("/") else href
        self._links.append(bool(whole) and not whole.startswith("#"))
        if self._links[-1]:
            self.out.append(f'<a href="{escape(whole)}">')


def linked(title: str, address: str) -> str:
    """A link by the article's title."""
    return _linked(address, title)


def _linked(address: str, words: str) -> str:
    return f'<a href="{escape(address)}">{escape(words, quote=False)}</a>'
