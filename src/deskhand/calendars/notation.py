"""Hours and days as people type them in a field: ``09:00–12:30, 13:30–17:00``, ``2026-12-24 Christmas Eve``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

_TIME = r"(\d{1,2})(?:[:.](\d{2}))?"
_WINDOW = re.compile(rf"{_TIME}\s*(?:-|–|—|to|bis)\s*{_TIME}", re.IGNORECASE)
_LINE = re.compile(r"(\*|\d{4})-(\d{2}-\d{2})\s*(.*)")
_LEADING = re.compile(rf"((?:{_TIME}\s*[-–—]\s*{_TIME}[\s,;]*)*)(.*)")


def windows_of(typed: str) -> list[list[str]]:
    """The windows of a field; none for an empty one. Raises ValueError with a sentence for what cannot be read."""
    found = []
    for part in re.split(r"[,;\n]|\s{2,}", typed):
        if not part.strip():
            continue
        match = _WINDOW.fullmatch(part.strip())
        if match is None:
            raise ValueError(_("“%(part)s” is no time; write 09:00–17:00.") % {"part": part.strip()[:40]})
        hour, minute, end_hour, end_minute = match.groups()
        found.append([_clock(hour, minute, part), _clock(end_hour, end_minute, part)])
    return found


def typed_windows(windows: Iterable[Sequence[str]]) -> str:
    """Windows as a field shows them."""
    return ", ".join(f"{start}–{end}" for start, end in windows)


def holidays_of(typed: str) -> list[dict[str, Any]]:
    """Holidays, one a line: a date (``*-12-24`` for every year) and perhaps a name."""
    return [{"on": on, "name": rest} for on, rest in _lines(typed)]


def typed_holidays(days: Iterable[dict[str, Any]]) -> str:
    """Holidays as a field shows them."""
    return "\n".join(f"{one['on']} {one['name']}".strip() for one in days)


def exceptions_of(typed: str) -> list[dict[str, Any]]:
    """Exceptions, one a line: a date, the hours of that day (none: closed), perhaps a name."""
    found = []
    for on, rest in _lines(typed):
        match = _LEADING.fullmatch(rest)
        hours, name = (match[1], match[match.re.groups]) if match else ("", rest)
        found.append({"on": on, "hours": windows_of(hours), "name": name})
    return found


def typed_exceptions(days: Iterable[dict[str, Any]]) -> str:
    """Exceptions as a field shows them."""
    return "\n".join(" ".join(filter(None, (one["on"], typed_windows(one["hours"]), one["name"]))) for one in days)


def _lines(typed: str) -> list[tuple[str, str]]:
    found = []
    for line in filter(None, (line.strip() for line in typed.splitlines())):
        match = _LINE.fullmatch(line)
        if match is None:
            raise ValueError(_("“%(line)s” begins with no day; write 2026-12-24.") % {"line": line[:40]})
        found.append((f"{match[1]}-{match[2]}", match[3].strip()))
    return found


def _clock(hour: str, minute: str | None, part: str) -> str:
    hours, minutes = int(hour), int(minute or 0)
    if minutes > 59 or hours * 60 + minutes > 24 * 60:
        raise ValueError(_("“%(part)s” is no time; write 09:00–17:00.") % {"part": part.strip()[:40]})
    return f"{hours:02d}:{minutes:02d}"
