"""Durations as people type them: ``1h 15m``, ``75``, ``1:15``, ``1.25h``."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal

from django.utils.translation import gettext as _

from deskhand.kernel.errors import Invalid

LONGEST = timedelta(hours=24)
"""Most time of one entry: it is the time of one day."""

TYPED_LIMIT = 40
"""Longest text that is looked at, in characters."""

_NUMBER = r"(?:\d{1,6}(?:[.,]\d{1,4})?|[.,]\d{1,4})"
_HOURS = r"(?:hours?|hrs?|h|stunden?|std\.?|st)"
_MINUTES = r"(?:minutes?|minuten?|mins?\.?|m|')"
_CLOCK = re.compile(r"(\d{1,3}):([0-5]\d)(?:\s*h)?")
_WORDS = re.compile(rf"(?:({_NUMBER})\s*{_HOURS})?\s*(?:({_NUMBER})\s*(?:{_MINUTES})?)?")
_BARE = re.compile(r"\d{1,6}")


def parsed(typed: str) -> timedelta:
    """The duration that was typed, in whole minutes. A number alone counts minutes; hours and minutes can be named, and
    hours have a decimal point or comma. Raises Invalid with what can be typed, and for nothing or more than a day."""
    text = typed.strip().lower()[: TYPED_LIMIT + 1]
    if not text:
        raise _wrong(_("Say how long it was, such as “1h 15m” or “75” for minutes."))
    minutes = _minutes(text) if len(text) <= TYPED_LIMIT else None
    if minutes is None:
        words = _("“%(typed)s” is no duration. Write “1h 15m”, “1:15”, “1.25h”, or “75” for minutes.")
        raise _wrong(words % {"typed": text[:TYPED_LIMIT]})
    return checked(timedelta(minutes=int(minutes.to_integral_value())))


def checked(duration: timedelta) -> timedelta:
    """The duration, if an entry can have it; else Invalid."""
    if duration <= timedelta(0):
        raise _wrong(_("An entry is at least one minute long."))
    if duration > LONGEST:
        raise _wrong(
            _("An entry has at most %(hours)s hours: it is the time of one day. Make one entry for each day.")
            % {"hours": int(LONGEST.total_seconds() // 3600)}
        )
    return duration


def in_minutes(duration: timedelta) -> timedelta:
    """What a timer measured, rounded to whole minutes: at least one."""
    return timedelta(minutes=max(1, round(duration.total_seconds() / 60)))


def typed_again(duration: timedelta) -> str:
    """The duration as somebody would type it: ``1h 15m``."""
    hours, minutes = divmod(round(duration.total_seconds() / 60), 60)
    return " ".join(
        part for part in (f"{hours}h" if hours else "", f"{minutes}m" if minutes or not hours else "") if part
    )


def in_words(duration: timedelta) -> str:
    """The duration for reading: ``1 h 15 min``. Hours go on beyond a day, for days of work have no common length."""
    hours, minutes = divmod(round(duration.total_seconds() / 60), 60)
    if not hours:
        return _("%(minutes)s min") % {"minutes": minutes}
    if not minutes:
        return _("%(hours)s h") % {"hours": f"{hours:,}".replace(",", "\u202f")}
    return _("%(hours)s h %(minutes)s min") % {"hours": f"{hours:,}".replace(",", "\u202f"), "minutes": minutes}


def as_clock(duration: timedelta) -> str:
    """Hours and minutes in a narrow column: ``1:15``. Hours go on beyond a day."""
    hours, minutes = divmod(round(duration.total_seconds() / 60), 60)
    return f"{hours}:{minutes:02}"


WORDS = {"in_words": in_words, "as_clock": as_clock}
"""What templates tell durations with."""


def _minutes(text: str) -> Decimal | None:
    if found := _CLOCK.fullmatch(text):
        return Decimal(int(found[1]) * 60 + int(found[2]))
    if _BARE.fullmatch(text):
        return Decimal(text)
    found = _WORDS.fullmatch(text)
    if (
        found is None
        or not any(found.groups())
        or (found[1] is None and not text[-1:].isalpha() and text[-1:] not in "'.")
    ):
        return None
    hours, minutes = (Decimal((one or "0").replace(",", ".")) for one in found.groups())
    return hours * 60 + minutes


def _wrong(words: str) -> Invalid:
    return Invalid(words, {"duration": words})
