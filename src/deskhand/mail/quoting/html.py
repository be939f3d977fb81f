"""Cutting cleaned HTML where a reply ends and what it answers begins."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from deskhand.mail.markup.quotemarks import QUOTE, QUOTE_HEAD
from deskhand.mail.markup.tokens import BLOCKS, VOID, Token, tokens
from deskhand.mail.quoting.languages import FORWARDED, ORIGINAL, is_forward_subject
from deskhand.mail.quoting.text import attribution_start, has_reply_line, is_header_block

MAX_LINES = 5_000
"""Lines of text that are looked at."""

_MAX_LINE = 300


class SplitHtml(NamedTuple):
    """Two pieces of HTML, each well formed by itself; no text is in neither, none in both."""

    newest: str
    quoted: str


class Place(NamedTuple):
    """A point in the HTML and the start tags of the elements that are open there, outermost first, by their offset."""

    at: int
    inside: tuple[tuple[int, str], ...]


@dataclass(slots=True)
class Quote:
    """An element that holds a quote, and how many lines of text came before it begins and before it ends."""

    start: Place
    first_line: int
    end: Place | None = None
    last_line: int = 0
    is_to_end: bool = False


@dataclass(slots=True)
class _Survey:
    """One walk over the HTML: its visible lines and the elements marked as quotes."""

    lines: list[str] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    inside: list[tuple[int, str]] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    line_place: Place | None = None
    open_quote_depth: int = -1

    def walk(self, html: str) -> "_Survey":
        for token in tokens(html):
            if not token.tag:
                self._text(token)
            elif token.tag == "br" or token.tag in BLOCKS:
                self._end_line()
            if token.tag and token.tag not in VOID:
                self._element(token)
        self._end_line()
        return self

    def _text(self, token: Token) -> None:
        if not self.line_place and token.source.strip():
            self.line_place = Place(token.start, tuple(self.inside))
        self.line.append(token.text)

    def _end_line(self) -> None:
        text = " ".join("".join(self.line).split())
        if text and self.line_place and len(self.lines) < MAX_LINES:
            self.lines.append(text)
            self.places.append(self.line_place)
        self.line.clear()
        self.line_place = None

    def _element(self, token: Token) -> None:
        if token.is_end:
            self._leave(token)
            return
        classes = token.get("class").split()
        if self.open_quote_depth < 0 and (QUOTE in classes or QUOTE_HEAD in classes or self._is_introduced(token)):
            self._end_line()
            quote = Quote(Place(token.start, tuple(self.inside)), len(self.lines), is_to_end=QUOTE_HEAD in classes)
            self.quotes.append(quote)
            self.open_quote_depth = len(self.inside)
        self.inside.append((token.start, token.source))
        self.tags.append(token.tag)

    def _is_introduced(self, token: Token) -> bool:
        """A plain blockquote right below "On ..., somebody wrote:"."""
        return token.tag == "blockquote" and attribution_start(self.lines[-4:], len(self.lines[-4:])) < len(
            self.lines[-4:]
        )

    def _leave(self, token: Token) -> None:
        if not self.tags or self.tags[-1] != token.tag:
            return
        self.tags.pop()
        self.inside.pop()
        if len(self.inside) == self.open_quote_depth:
            self.open_quote_depth = -1
            self.quotes[-1].end = Place(token.start + len(token.source), tuple(self.inside))
            self.quotes[-1].last_line = len(self.lines)


def split_quoted_html(html: str, *, subject: str = "") -> SplitHtml:
    """The newest words and what they answer, of HTML that came out of `clean_html` or `clean_composed`.

    As `split_quoted` does for text: forwarded mails, answers between the quoted lines and mails that are nothing but a
    quote stay whole in `newest`. An answer below the quote is found too.
    """
    if is_forward_subject(subject):
        return SplitHtml(html, "")
    survey = _Survey().walk(html)
    start_line, start, end, end_line = _cut(survey, html)
    if start is None or end is None or _is_forward(survey.lines, start_line):
        return SplitHtml(html, "")
    outside = survey.lines[:start_line] + survey.lines[end_line:]
    if not any(line.strip() for line in outside):
        return SplitHtml(html, "")
    return _divided(html, start, end)


def without_first_lines(html: str, lines: Sequence[str]) -> str | None:
    """Cleaned HTML without the lines of text that it begins with; None if it does not begin with just these."""
    survey = _Survey().walk(html)
    if survey.lines[: len(lines)] != [" ".join(one.split()) for one in lines]:
        return None
    if len(survey.lines) == len(lines):
        return ""
    place = survey.places[len(lines)]
    return _opening(place.inside) + html[place.at :]


def _cut(survey: _Survey, html: str) -> tuple[int, Place | None, Place | None, int]:
    """(first quoted line, where it starts, where the quote ends, first line behind it)."""
    end, count = Place(len(html), ()), len(survey.lines)
    by_words = _line_that_opens(survey.lines)
    quote = survey.quotes[0] if survey.quotes else None
    if by_words is not None and (quote is None or by_words < quote.first_line):
        return by_words, survey.places[by_words], end, count
    if quote is None:
        return 0, None, None, 0
    first = attribution_start(survey.lines[: quote.first_line], quote.first_line)
    start = quote.start if first == quote.first_line else survey.places[first]
    if quote.is_to_end or quote.end is None:
        return first, start, end, count
    if len(survey.quotes) > 1:
        return _of_several(survey, first, start, end)
    return first, start, quote.end, quote.last_line


def _of_several(survey: _Survey, first: int, start: Place, end: Place) -> tuple[int, Place | None, Place | None, int]:
    """Quotes in a row are one; with words between them the answers stand in the quote, and nothing is cut."""
    for quote, following in zip(survey.quotes, survey.quotes[1:], strict=False):
        between = survey.lines[quote.last_line : following.first_line]
        if following.is_to_end:
            return first, start, end, len(survey.lines)
        if between and attribution_start(between, len(between)) > 0:
            return 0, None, None, 0
    last = survey.quotes[-1]
    return first, start, last.end or end, last.last_line if last.end else len(survey.lines)


def _line_that_opens(lines: Sequence[str]) -> int | None:
    for n, line in enumerate(lines):
        short = line[:_MAX_LINE]
        if (
            has_reply_line(line)
            or ORIGINAL.match(short)
            or FORWARDED.match(short)
            or is_header_block(lines[n : n + 12])
        ):
            return n
    return None


def _is_forward(lines: Sequence[str], start: int) -> bool:
    return any(FORWARDED.match(line[:_MAX_LINE]) for line in lines[start : start + 3])


def _divided(html: str, start: Place, end: Place) -> SplitHtml:
    start = _before_empty_elements(html, start)
    shared = 0
    while shared < min(len(start.inside), len(end.inside)) and start.inside[shared] == end.inside[shared]:
        shared += 1
    newest = html[: start.at] + _closing(start.inside[shared:]) + _opening(end.inside[shared:]) + html[end.at :]
    quoted = _opening(start.inside) + html[start.at : end.at] + _closing(end.inside)
    return SplitHtml(newest, quoted)


def _before_empty_elements(html: str, place: Place) -> Place:
    """Not to leave an empty paragraph behind: the cut goes before elements that would hold nothing."""
    while place.inside and html[: place.at].rstrip().endswith(place.inside[-1][1]):
        offset, source = place.inside[-1]
        if html[offset + len(source) : place.at].strip():
            break
        place = Place(offset, place.inside[:-1])
    return place


def _opening(elements: Sequence[tuple[int, str]]) -> str:
    return "".join(source for _, source in elements)


def _closing(elements: Sequence[tuple[int, str]]) -> str:
    return "".join(f"</{source[1:].split('>')[0].split(maxsplit=1)[0]}>" for _, source in reversed(elements))
