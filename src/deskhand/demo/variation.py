"""One hand-written text, many honest variants: slots and choices, resolved from a seed.

`{name}` is a slot: a fact about the ticket's people or time, or a word drawn once per ticket from the story's own lists
or the desk's pools, so that `{printer}` is the same machine in every message. `{this|that}` is a choice made where it
stands. A `#` in a pool entry becomes a digit. A choice may hold slots, a slot's entry may hold slots and choices.
"""

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from deskhand.demo import markup

_FIRST_MARK = 0xE000
"""Start of the private-use area that stands in for slots while the markup is turned into HTML."""
_MARKS = re.compile("([\ue000-\uf8ff])")
_SENTENCE_STARTS = re.compile(r"(^|\n|[.!?…] )$")


@dataclass(frozen=True, slots=True)
class Slot:
    """A name that the ticket knows the words for."""

    name: str


@dataclass(frozen=True, slots=True)
class Choice:
    """Equally good wordings."""

    options: tuple["Phrase", ...]


Token = Slot | Choice
Phrase = tuple[str | Token, ...]


class WordingError(ValueError):
    """A text has a brace without its partner, or a slot that nobody knows."""


def parse(source: str) -> Phrase:
    """The words, slots and choices of a text; raises WordingError when braces do not match."""
    phrase, end = _phrase(source, 0, inside=False)
    if end != len(source):
        raise WordingError(f"a brace closes nothing near {source[max(0, end - 30) : end + 10]!r}")
    return phrase


def _phrase(source: str, start: int, *, inside: bool) -> tuple[Phrase, int]:
    parts: list[str | Token] = []
    at = start
    stop = "{}|" if inside else "{}"
    while at < len(source):
        ahead = next((i for i in range(at, len(source)) if source[i] in stop), len(source))
        if ahead > at:
            parts.append(source[at:ahead])
        if ahead == len(source) or source[ahead] != "{":
            return tuple(parts), ahead
        token, at = _token(source, ahead)
        parts.append(token)
    return tuple(parts), at


def _token(source: str, start: int) -> tuple[Token, int]:
    options: list[Phrase] = []
    at = start
    while at < len(source) and source[at] != "}":
        option, at = _phrase(source, at + 1, inside=True)
        options.append(option)
    if at >= len(source):
        raise WordingError(f"a brace is not closed near {source[start : start + 40]!r}")
    if len(options) == 1:
        return Slot("".join(part for part in options[0] if isinstance(part, str)).strip()), at + 1
    return Choice(tuple(options)), at + 1


def capital(words: str) -> str:
    """The words with a capital at the beginning, unless the first is a name such as sw-2-14 or iPhone."""
    first = words.split(" ", 1)[0]
    is_name = any(letter.isdigit() or letter == "-" for letter in first) or first[1:] != first[1:].lower()
    return words if is_name else words[:1].upper() + words[1:]


def slots(phrase: Phrase) -> Iterator[str]:
    """Every slot name in a phrase, also inside its choices."""
    for part in phrase:
        if isinstance(part, Slot):
            yield part.name
        elif isinstance(part, Choice):
            for option in part.options:
                yield from slots(option)


class Words:
    """What the slots of one ticket stand for; drawn on first use, the same ever after."""

    __slots__ = ("_known", "_lists", "_make", "_rng")

    def __init__(
        self,
        rng: random.Random,
        known: dict[str, str],
        lists: Sequence[Mapping[str, Sequence[Phrase]]],
        make: Callable[[str], str | None],
    ) -> None:
        self._rng, self._known, self._lists, self._make = rng, known, lists, make

    def __getitem__(self, name: str) -> str:
        word = self._known.get(name)
        if word is None:
            word = self._known[name] = self._draw(name)
        return word

    def say(self, phrase: Phrase) -> str:
        """The phrase with every slot and choice resolved."""
        return "".join(part if isinstance(part, str) else self.resolve(part) for part in phrase)

    def resolve(self, token: Token) -> str:
        """The words for one slot or choice."""
        if isinstance(token, Slot):
            return self[token.name]
        return self.say(token.options[int(self._rng.random() * len(token.options))])

    def _draw(self, name: str) -> str:
        for entries in self._lists:
            if options := entries.get(name):
                return _digits(self.say(options[int(self._rng.random() * len(options))]), self._rng)
        word = self._make(name)
        if word is None:
            raise WordingError(f"nobody knows the slot {{{name}}}")
        return word


def _digits(word: str, rng: random.Random) -> str:
    """Every `#` replaced by a digit; the first of a run is never 0."""
    if "#" not in word:
        return word
    return re.sub("#+", lambda run: str(rng.randint(10 ** (len(run[0]) - 1), 10 ** len(run[0]) - 1)), word)


@dataclass(frozen=True, slots=True)
class Body:
    """A message written in markup, compiled once: rendering is one join per form."""

    tokens: tuple[Token, ...]
    begins: tuple[bool, ...]
    """Whether the token stands at the beginning of a sentence."""
    html: tuple[str | int, ...]
    text: tuple[str | int, ...]

    def render(self, words: Words) -> tuple[str, str]:
        """The HTML and the plain text, with the same wording in both."""
        said = [
            capital(words.resolve(token)) if begins else words.resolve(token)
            for token, begins in zip(self.tokens, self.begins, strict=True)
        ]
        safe = [escape(word, quote=False) for word in said]
        html = "".join([part if isinstance(part, str) else safe[part] for part in self.html])
        return html, "".join([part if isinstance(part, str) else said[part] for part in self.text])


def compile_body(source: str) -> Body:
    """A message's source made ready to render many times."""
    tokens: list[Token] = []
    begins: list[bool] = []
    marked: list[str] = []
    for part in parse(source.strip()):
        if isinstance(part, str):
            marked.append(part)
        else:
            begins.append(bool(_SENTENCE_STARTS.search("".join(marked[-1:]))) or not marked)
            marked.append(chr(_FIRST_MARK + len(tokens)))
            tokens.append(part)
    stand_in = "".join(marked)
    return Body(tuple(tokens), tuple(begins), _split(markup.to_html(stand_in)), _split(markup.to_text(stand_in)))


def _split(rendered: str) -> tuple[str | int, ...]:
    parts = _MARKS.split(rendered)
    return tuple(ord(p) - _FIRST_MARK if _MARKS.fullmatch(p) else p for p in parts if p)
