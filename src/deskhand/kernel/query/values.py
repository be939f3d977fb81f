"""The values that may stand after a field's colon. All are frozen, compare by meaning and print themselves."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from deskhand.kernel.query.errors import NOWHERE, Place
from deskhand.kernel.words import fold

# What may stand without quotes: nothing that the reader of the text could take for something else.
_BARE = re.compile(r"""[^\s(),:<>=*\\"“”„‟«»\-.][^\s(),:<>=*\\"“”„‟«»]*""")
_MEANINGFUL = frozenset({"none", "me"})


class Value(ABC):
    """Something that a field is compared with."""

    __slots__ = ()

    @abstractmethod
    def to_text(self) -> str:
        """The canonical way to write it; reading that gives an equal value."""


def quoted(text: str) -> str:
    """The text in quotes, with quotes and backslashes inside escaped."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


@dataclass(frozen=True, slots=True)
class Text(Value):
    """A code, a name, a tag, an address, words: whatever the field makes of it."""

    text: str
    place: Place = field(default=NOWHERE, compare=False)

    def to_text(self) -> str:
        """Quoted only where it must be."""
        is_bare = _BARE.fullmatch(self.text) and ".." not in self.text and fold(self.text) not in _MEANINGFUL
        return self.text if is_bare else quoted(self.text)


@dataclass(frozen=True, slots=True)
class Nothing(Value):
    """``none``: the field is empty."""

    def to_text(self) -> str:
        """Always ``none``."""
        return "none"


@dataclass(frozen=True, slots=True)
class Me(Value):
    """``me``: whoever asks."""

    def to_text(self) -> str:
        """Always ``me``."""
        return "me"


@dataclass(frozen=True, slots=True)
class Number(Value):
    """A whole number."""

    number: int

    def to_text(self) -> str:
        """In plain digits."""
        return str(self.number)


class Unit(StrEnum):
    """Of relative times."""

    MINUTES = "m"
    HOURS = "h"
    DAYS = "d"
    WEEKS = "w"


@dataclass(frozen=True, slots=True)
class Span(Value):
    """``2d``: that long before now."""

    amount: int
    unit: Unit

    def to_text(self) -> str:
        """As in ``2d``."""
        return f"{self.amount}{self.unit}"


@dataclass(frozen=True, slots=True)
class Day(Value):
    """A calendar day in the asker's time zone."""

    day: date

    def to_text(self) -> str:
        """As in ``2026-11-01``."""
        return self.day.isoformat()


@dataclass(frozen=True, slots=True)
class Month(Value):
    """A calendar month in the asker's time zone."""

    year: int
    month: int

    def to_text(self) -> str:
        """As in ``2026-11``."""
        return f"{self.year:04d}-{self.month:02d}"


@dataclass(frozen=True, slots=True)
class Year(Value):
    """A calendar year in the asker's time zone."""

    year: int

    def to_text(self) -> str:
        """As in ``2026``."""
        return f"{self.year:04d}"


@dataclass(frozen=True, slots=True)
class Minute(Value):
    """A minute on the asker's clock; ``at`` has no time zone of its own."""

    at: datetime

    def to_text(self) -> str:
        """As in ``2026-11-01T14:30``."""
        return self.at.isoformat(timespec="minutes")


class Period(StrEnum):
    """Stretches of the calendar that move with the clock. Weeks begin on Monday."""

    TODAY = "today"
    YESTERDAY = "yesterday"
    THIS_WEEK = "this-week"
    LAST_WEEK = "last-week"
    THIS_MONTH = "this-month"
    LAST_MONTH = "last-month"


@dataclass(frozen=True, slots=True)
class Named(Value):
    """``today`` and its like."""

    period: Period

    def to_text(self) -> str:
        """As in ``this-week``."""
        return str(self.period)


@dataclass(frozen=True, slots=True)
class Range(Value):
    """``low..high``, both included; one side may be open."""

    low: Value | None
    high: Value | None

    def to_text(self) -> str:
        """As in ``2026-11-01..2026-11-20`` or ``..10``."""
        return f"{_side(self.low)}..{_side(self.high)}"


def _side(value: Value | None) -> str:
    return value.to_text() if value else ""
