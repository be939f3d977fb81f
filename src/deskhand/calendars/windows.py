"""Windows of local time within a day, and local stamps: read from text, written back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self

from django.utils.translation import gettext as _

from deskhand.kernel.errors import Invalid

DAY = 86_400
"""Seconds of a day on the face of a clock; also the time that is written 24:00."""

_TIME = re.compile(r"(\d\d):(\d\d)(?::(\d\d))?", re.ASCII)
_MIDNIGHT_AFTER = re.compile(r"(\d{4}-\d\d-\d\d)[T ]24:00(?::00)?", re.ASCII)


@dataclass(frozen=True)
class Window:
    """From ``opens`` until ``closes``, both in seconds after local midnight as a clock shows them, at most 86,400
    (24:00). One that closes before it opens ends on the next day; one that closes when it opens is empty."""

    opens: int
    closes: int

    @classmethod
    def read(cls, pair: Any) -> Self:
        """The window of two times of day: ``["09:00", "17:30"]``. Raises Invalid with a sentence."""
        if not isinstance(pair, list | tuple) or len(pair) != 2:
            raise Invalid(_('Write a window as two times of day, such as ["09:00", "17:00"].'))
        return cls(read_time(pair[0]), read_time(pair[1]))

    def written(self) -> list[str]:
        """The two times of day as :meth:`read` takes them; seconds only where there are any."""
        return [written_time(self.opens), written_time(self.closes)]

    @property
    def end(self) -> int:
        """Seconds after the midnight before it opens: more than a day's for one that ends on the next day."""
        return self.closes + DAY if self.closes < self.opens else self.closes


def read_time(text: Any) -> int:
    """Seconds after midnight of ``HH:MM`` or ``HH:MM:SS``, from 00:00 to 24:00. Raises Invalid with a sentence."""
    found = _TIME.fullmatch(text) if isinstance(text, str) else None
    if found:
        hour, minute, second = (int(part or 0) for part in found.groups())
        seconds = hour * 3600 + minute * 60 + second
        if minute < 60 and second < 60 and seconds <= DAY:
            return seconds
    raise Invalid(
        _("%(text)s is not a time of day. Write it like 09:00 or 17:30:00; midnight at the end is 24:00.")
        % {"text": shown(text)}
    )


def written_time(seconds: int) -> str:
    """``HH:MM``, with seconds only where there are any."""
    minutes, second = divmod(seconds, 60)
    text = f"{minutes // 60:02}:{minutes % 60:02}"
    return f"{text}:{second:02}" if second else text


def read_stamp(text: Any) -> datetime:
    """The date and time of ISO 8601, aware if it names its offset, naive if it is meant where the calendar is. The hour
    24:00 is the next day's midnight. Raises Invalid with a sentence."""
    if isinstance(text, str):
        midnight = _MIDNIGHT_AFTER.fullmatch(text)
        try:
            if midnight:
                return datetime.fromisoformat(midnight[1]) + timedelta(days=1)
            return datetime.fromisoformat(text)
        except (ValueError, OverflowError):
            pass  # Told below, in the same words as what is no text.
    raise Invalid(
        _("%(text)s is not a date and time. Write it like 2026-03-29 02:30 or 2026-03-29T00:30:00Z.")
        % {"text": shown(text)}
    )


def written_stamp(stamp: datetime) -> str:
    """What :func:`read_stamp` reads as the same."""
    return stamp.isoformat(" ")


def shown(value: Any) -> str:
    """A wrong value within a sentence, cut to what a person can take in."""
    text = str(value) if isinstance(value, str) else repr(value)
    return f"“{text[:40]}…”" if len(text) > 40 else f"“{text}”"
