"""Authentication-Results (RFC 8601): what a receiving server says of a letter's sender. Pure: fields in, values out.

Whoever writes a letter can write such a field into it, so that only what our own server wrote may count. It puts its
field above everything that came with the letter and removes those of its own name from outside (RFC 8601, section 5).
Hence only ONE field is believed: the topmost of that name. One that stands below, of whatever name, never is.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, islice

MICROSOFT = "protection.outlook.com"
"""Microsoft 365 writes its fields without a name. A mailbox whose server is named so has the topmost of these."""

FIELDS = 20
"""Fields that are looked at, the topmost. Our own server's is among them: above it stand those of servers behind it."""

_LOOKED_AT = 10_000
_OUTSIDE = re.compile(r'\s+|[^\s;()"]+|[;()"]')
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*+"', re.DOTALL)
_INSIDE = re.compile(r"\\.|[()]|[^()\\]+|\\", re.DOTALL)
_POLICY = re.compile(r"\b(?:p|policy|action)\s*=\s*o?\.?(reject|quarantine)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Result:
    """One method's result: `method` is "dmarc", "dkim", "spf" or another, `result` "pass", "fail", "none" and the like,
    both in lower case; `properties` as in `header.from`; `comment` is what stood in parentheses."""

    method: str
    result: str
    properties: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""

    @property
    def policy(self) -> str:
        """What the domain asks for: "reject", "quarantine" or "" (nothing, or not told)."""
        said = " ".join([self.comment, *(f"{name}={value}" for name, value in self.properties.items())])
        found = _POLICY.search(said.replace("policy.dmarc=", "policy=").replace("published-domain-policy=", "policy="))
        return found[1].lower() if found else ""


@dataclass(frozen=True, slots=True)
class Told:
    """What `server` says, in its order."""

    server: str
    results: tuple[Result, ...] = ()

    def one(self, method: str) -> Result | None:
        """The method's result if there is exactly one. Two would mean that somebody smuggled one in."""
        found = [result for result in self.results if result.method == method]
        return found[0] if len(found) == 1 else None

    def word(self, method: str) -> str:
        """The method's results for people: "pass", "fail, pass" or "none"."""
        return ", ".join(dict.fromkeys(one.result for one in self.results if one.method == method)) or "none"


def told_by(server: str, values: Iterable[str]) -> Told | None:
    """What the topmost field of this server says, given the values of all Authentication-Results, topmost first."""
    wanted = server.casefold()
    for value in islice(values, FIELDS):
        rest = _segments(value[:_LOOKED_AT])
        head = next(rest)
        is_unnamed = bool(head.words) and "=" in head.words[0]
        named = "" if is_unnamed or not head.words else head.words[0].strip('"').casefold()
        if named == wanted and wanted:
            return Told(server, _results(rest))
        if is_unnamed and wanted == MICROSOFT:
            return Told(server, _results(chain([head], rest)))
    return None


@dataclass(slots=True)
class _Segment:
    """What stands between two semicolons: words with their quotes, and what was in parentheses."""

    words: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)

    def take(self, word: str, *, joins: bool) -> None:
        """Add a word; what ``joins`` the one before it is a part of that."""
        if joins:
            self.words[-1] += word
        else:
            self.words.append(word)


def _segments(value: str) -> Iterator[_Segment]:
    """Cut at semicolons, but not at those within quotes or comments: a sender chooses what stands there."""
    found, depth, joins = _Segment(), 0, False
    for piece in _pieces(value):
        is_word = not depth and piece not in ("(", ")", ";", '"') and not piece.isspace()
        if is_word:
            found.take(piece, joins=joins)
        elif piece == ";" and not depth:
            yield found
            found = _Segment()
        elif depth or piece in ("(", ")"):
            depth = max(0, depth + (piece == "(") - (piece == ")"))
            found.comments.append(piece)
        joins = is_word
    yield found


def _pieces(value: str) -> Iterator[str]:
    """Words, quoted ones, spaces and signs; within parentheses what stands between signs. In the time that reading
    takes: of a quote that nothing closes, and of those behind it, only the sign counts."""
    at, depth, closes = 0, 0, True
    while at < len(value):
        match = _QUOTED.match(value, at) if closes and not depth and value[at] == '"' else None
        closes = closes and (match is not None or bool(depth) or value[at] != '"')
        match = match or (_INSIDE if depth else _OUTSIDE).match(value, at)
        if match is None:  # No sign is without a match; an endless loop would be worse than an end.
            return
        depth = max(0, depth + (match[0] == "(") - (match[0] == ")"))
        at = match.end()
        yield match[0]


def _results(segments: Iterable[_Segment]) -> tuple[Result, ...]:
    return tuple(result for segment in segments if (result := _result(segment)) is not None)


def _result(segment: _Segment) -> Result | None:
    pairs = [word.partition("=") for word in _joined(segment.words)]
    if not pairs or not pairs[0][1]:
        return None
    method, _equals, result = pairs[0]
    properties = {name.lower(): value.strip('"') for name, equals, value in pairs[1:] if equals}
    comment = "".join(segment.comments).strip("()")
    return Result(method.partition("/")[0].lower(), result.strip('"').lower(), properties, comment)


def _joined(words: Iterable[str]) -> list[str]:
    """`dmarc = pass` is one word as well."""
    found: list[str] = []
    for word in words:
        if found and (word.startswith("=") or (found[-1].endswith("=") and found[-1].count("=") == 1)):
            found[-1] += word
        else:
            found.append(word)
    return found
