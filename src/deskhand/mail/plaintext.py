"""Between plain text and HTML, both ways."""

import re
from html import escape

import nh3

from deskhand.mail.markup.bounds import bounded
from deskhand.mail.markup.names import names
from deskhand.mail.markup.tokens import BLOCKS, Token, tokens
from deskhand.mail.parsing.limits import MAX_HTML, MAX_TEXT
from deskhand.mail.parsing.scrub import scrub_text

_SPACE = re.compile(r"[ \t\n\r\f]+")
_BLANK_LINES = re.compile(r"\n{3,}")
_LINK = re.compile(
    r"\b(?:https?://|www\.)[^\s<>\"'\u00ab\u00bb\u201c\u201d]{1,2000}|\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}",
    re.IGNORECASE,
)
_PARAGRAPHS = names("p blockquote ul ol table pre h1 h2 h3 h4 h5 h6 dl figure")
_TAGS = BLOCKS | names("a br b strong i em u s span font img q hr sup sub code")
_SKIPPED = {
    "script",
    "style",
    "title",
    "template",
    "noembed",
    "noframes",
    "svg",
    "math",
    "iframe",
    "object",
    "xml",
    "select",
}
_SANITISER = nh3.Cleaner(
    tags=set(_TAGS),
    attributes={"a": {"href"}, "img": {"alt"}, "*": {"hidden", "style"}},
    clean_content_tags=_SKIPPED,
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
)
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_MAX_QUOTE_DEPTH = 20


def text_from_html(html: str) -> str:
    """Plain text as a careful person would type it: paragraphs, `- ` lists, `> ` quotes, cells apart, link targets.

    Hidden elements, scripts and styles are left out. At most `MAX_TEXT` characters.
    """
    return _Writer().written(_SANITISER.clean(bounded(scrub_text(html[:MAX_HTML]))))[:MAX_TEXT]


def html_from_text(text: str) -> str:
    """Paragraphs and line breaks as HTML, everything escaped, web and mail addresses made links."""
    paragraphs = re.split(r"\n[ \t]*\n+", scrub_text(text[:MAX_TEXT]).strip("\n"))
    return "\n".join(f'<p dir="auto">{_linked(one)}</p>' for one in paragraphs if one.strip())


def _linked(paragraph: str) -> str:
    pieces: list[str] = []
    at = 0
    for found in _LINK.finditer(paragraph):
        address = _without_trailing_mark(found[0])
        pieces += [_escaped(paragraph[at : found.start()]), _anchor(address)]
        at = found.start() + len(address)
    return "".join(pieces) + _escaped(paragraph[at:])


def _without_trailing_mark(address: str) -> str:
    """The full stop after an address is the sentence's; so is a bracket that the address did not open."""
    while address and (address[-1] in ".,;:!?*_" or (address[-1] in ")]}" and address.count("(") < address.count(")"))):
        address = address[:-1]
    return address


def _anchor(address: str) -> str:
    lower = address.lower()
    prefix = "" if lower.startswith("http") else "https://" if lower.startswith("www.") else "mailto:"
    shown = escape(address)
    return f'<a href="{prefix}{shown}" rel="noopener noreferrer nofollow" target="_blank">{shown}</a>'


def _escaped(text: str) -> str:
    """Escaped text; runs of spaces and indents stay visible."""
    shown = escape(text, quote=False).replace("\t", "    ")
    return re.sub(r"  +|(?m:^) ", lambda run: "\u00a0" * len(run[0]), shown).replace("\n", "<br>\n")


class _Writer:
    """Writes canonical HTML as lines of text."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.quotes = 0
        self.lists: list[int] = []
        self.links: list[tuple[str, int]] = []
        self.verbatim = 0
        self.hidden: list[str] = []
        self.prefix = ""

    def written(self, html: str) -> str:
        for token in tokens(html):
            self._take(token)
        self._break()
        return _BLANK_LINES.sub("\n\n", "\n".join(self.lines)).strip("\n")

    def _take(self, token: Token) -> None:
        if self.hidden:
            self._skip(token)
        elif not token.tag:
            self._words(token.text)
        elif token.is_end:
            self._end(token.tag)
        elif (
            token.attributes
            and ("hidden" in token.attributes or _HIDDEN.search(token.get("style")))
            and token.tag not in ("img", "br", "hr")
        ):
            self.hidden.append(token.tag)
        else:
            self._start(token)

    def _skip(self, token: Token) -> None:
        """Inside a hidden element only its end matters; canonical HTML nests properly."""
        if token.tag == self.hidden[0]:
            if token.is_end:
                self.hidden.pop()
            else:
                self.hidden.append(token.tag)

    def _words(self, text: str) -> None:
        if self.verbatim:
            first, *rest = text.split("\n")
            self.line.append(first)
            for one in rest:
                self._break(keep_blank=True)
                self.line.append(one)
            return
        words = _SPACE.sub(" ", text)
        if words != " " or (self.line and not self.line[-1].endswith(" ")):
            self.line.append(words if self.line else words.lstrip(" "))

    def _start(self, token: Token) -> None:
        tag = token.tag
        if tag == "br":
            self._break(keep_blank=True)
        elif tag == "hr":
            self._break()
            self.line.append("-" * 20)
            self._break()
        elif tag == "img":
            self._words(f"[{token.get('alt').strip()}]" if token.get("alt").strip() else "")
        elif tag == "a":
            self.links.append((token.get("href"), len(self.line)))
        elif tag in ("td", "th"):
            if any(piece.strip() for piece in self.line):
                self.line.append(" | " if not self.line[-1].endswith((" | ", "\n")) else "")
        elif tag in BLOCKS:
            self._open_block(tag)

    def _open_block(self, tag: str) -> None:
        self._break()
        if tag in _PARAGRAPHS and not self.lists:
            self._gap()
        if tag == "blockquote":
            self.quotes = min(self.quotes + 1, _MAX_QUOTE_DEPTH)
        elif tag in ("ul", "ol"):
            self.lists.append(0 if tag == "ol" else -1)
        elif tag == "pre":
            self.verbatim += 1
        elif tag == "li":
            self.prefix = self._bullet()

    def _bullet(self) -> str:
        indent = "  " * (len(self.lists) - 1)
        if self.lists and self.lists[-1] >= 0:
            self.lists[-1] += 1
            return f"{indent}{self.lists[-1]}. "
        return f"{indent}- "

    def _end(self, tag: str) -> None:
        if tag == "a" and self.links:
            self._link(*self.links.pop())
        elif tag in BLOCKS and tag not in ("td", "th"):
            self._close_block(tag)

    def _close_block(self, tag: str) -> None:
        self._break()
        if tag == "blockquote":
            self.quotes = max(0, self.quotes - 1)
        elif tag in ("ul", "ol") and self.lists:
            self.lists.pop()
        elif tag == "pre":
            self.verbatim = max(0, self.verbatim - 1)
        elif tag == "li":
            self.prefix = ""
        if tag in _PARAGRAPHS and not self.lists:
            self._gap()

    def _link(self, href: str, since: int) -> None:
        """`words (target)`, unless the words are the target."""
        words = "".join(self.line[since:]).strip()
        bare = href.removeprefix("mailto:").removeprefix("tel:")
        if bare and bare.rstrip("/").removeprefix("https://").removeprefix("http://") not in words:
            self.line.append(f" <{bare}>" if words else f"<{bare}>")

    def _break(self, *, keep_blank: bool = False) -> None:
        text = "".join(self.line)
        text = text.rstrip() if self.verbatim else text.strip()
        if text.endswith("|"):
            text = text.rstrip("| ")
        self.line.clear()
        if text or keep_blank:
            mark = "> " * self.quotes
            self.lines.append((mark + self.prefix + text).rstrip())
            self.prefix = " " * len(self.prefix) if self.lists else ""

    def _gap(self) -> None:
        mark = ("> " * self.quotes).rstrip()
        if self.lines and self.lines[-1].strip("> "):
            self.lines.append(mark)
        elif self.lines:
            self.lines[-1] = mark
