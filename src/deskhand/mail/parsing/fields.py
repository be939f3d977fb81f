"""Header blocks: where they end, which fields they hold, and their readable values."""

import re
from collections.abc import Iterator

from deskhand.mail.parsing.limits import MAX_FIELD_BYTES, MAX_HEADER_BLOCK, MAX_HEADER_FIELDS
from deskhand.mail.parsing.scrub import scrub_line
from deskhand.mail.parsing.words import decode_field, unfolded

_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:[ \t]*")
# A line like these behind a broken one means that the header block goes on.
_WELL_KNOWN = re.compile(
    rb"(?:from|to|cc|subject|date|sender|reply-to|message-id|in-reply-to|references|mime-version|received|return-path"
    rb"|content-[a-z-]+|x-[a-z0-9-]+|dkim-signature|list-[a-z-]+|auto-submitted|precedence)[ \t]*:",
    re.IGNORECASE,
)


class Headers:
    """Header fields by name, without regard to case; values are decoded when asked for. Unchanging."""

    __slots__ = ("_fields", "_hint", "_places")

    def __init__(self, fields: list[tuple[str, bytes]], charset_hint: str = "") -> None:
        self._fields = tuple(fields)
        self._hint = charset_hint
        self._places: dict[str, list[int]] = {}
        for place, (name, _) in enumerate(fields):
            self._places.setdefault(name.lower(), []).append(place)

    @property
    def fields(self) -> tuple[tuple[str, bytes], ...]:
        """Names and values as they were sent, in their order."""
        return self._fields

    @property
    def hint(self) -> str:
        """The charset that raw eight-bit values are probably written in, or ""."""
        return self._hint

    def get(self, name: str, default: str = "") -> str:
        """The first value of a field on one line, readable; `default` when the field is absent."""
        places = self._places.get(name.lower())
        return self._value(places[0]) if places else default

    def get_all(self, name: str) -> tuple[str, ...]:
        """Every value of a field, topmost first."""
        return tuple(self._value(place) for place in self._places.get(name.lower(), ()))

    def raw(self, name: str) -> bytes:
        """The first value as it was sent, folds included; b"" when the field is absent."""
        places = self._places.get(name.lower())
        return self._fields[places[0]][1] if places else b""

    def raw_all(self, name: str) -> tuple[bytes, ...]:
        """Every value as it was sent."""
        return tuple(self._fields[place][1] for place in self._places.get(name.lower(), ()))

    def encoded(self, name: str) -> tuple[str, ...]:
        """Every value unfolded, with its encoded words still encoded, as an address reader needs it."""
        return tuple(scrub_line(unfolded(value, self._hint)) for value in self.raw_all(name))

    def items(self) -> Iterator[tuple[str, str]]:
        """Names as they were written with readable values, in their order."""
        return ((name, self._value(place)) for place, (name, _) in enumerate(self._fields))

    def hinted(self, charset: str) -> "Headers":
        """The same fields, with the charset that raw eight-bit values are probably written in."""
        return Headers(list(self._fields), charset)

    def _value(self, place: int) -> str:
        return scrub_line(decode_field(self._fields[place][1], self._hint))

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and name.lower() in self._places

    def __len__(self) -> int:
        return len(self._fields)

    def __repr__(self) -> str:
        return f"Headers({[name for name, _ in self._fields]})"


def read_headers(raw: bytes, start: int, end: int) -> tuple[Headers, int]:
    """The header block that begins at `start`, and where the body begins. A body without headers is all body."""
    fields: list[tuple[str, bytes]] = []
    at, limit = start, min(end, start + MAX_HEADER_BLOCK)
    while at < limit:
        stop = raw.find(b"\n", at, end) + 1 or end
        line = raw[at:stop]
        if not line.strip(b"\r\n"):
            return Headers(fields), stop
        field = _FIELD.match(line)
        if field:
            if len(fields) < MAX_HEADER_FIELDS:
                fields.append((field[1].decode("ascii"), line[field.end() :]))
        elif fields and (line[:1] in b" \t" or (line[:2] != b"--" and _is_broken_fold(raw, stop, end))):
            name, value = fields[-1]
            if len(value) < MAX_FIELD_BYTES:
                fields[-1] = (name, value + line)
        elif fields or not line.startswith((b"From ", b">From ")):
            return Headers(_cut(fields)), at
        at = stop
    return Headers(_cut(fields)), at


def _is_broken_fold(raw: bytes, next_line: int, end: int) -> bool:
    """A line that is no field but stands between fields: somebody folded without the space."""
    return _WELL_KNOWN.match(raw, next_line, end) is not None


def _cut(fields: list[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
    return [(name, value[:MAX_FIELD_BYTES]) for name, value in fields]
