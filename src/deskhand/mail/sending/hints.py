"""When a server says how long to wait, that is when it is asked again."""

from __future__ import annotations

import re

SHORTEST_SECONDS, LONGEST_SECONDS = 30, 2 * 3600
"""Between these a hint is followed; beyond them it is cut."""

_UNITS = {"s": 1, "m": 60, "h": 3600}
_ASKED = re.compile(
    r"\b(?:again|retry|later|wait|back|in|after|for)\b\D{0,20}?(\d{1,5})\s*"
    r"(seconds?|secs?|minutes?|mins?|hours?|s|m|h)\b",
    re.IGNORECASE,
)
_GREYLISTED = re.compile(r"gr[ae]y-?list", re.IGNORECASE)
_CODES = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")

GREYLIST_SECONDS = 5 * 60
"""Most servers that greylist take the letter after five minutes."""


def hinted_seconds(words: str) -> int:
    """The wait that a refusal asks for ("try again in 300 seconds"); 0 if it names none."""
    plain = _CODES.sub(" ", words)
    found = _ASKED.search(plain)
    if found is not None:
        seconds = int(found[1]) * _UNITS[found[2][0].lower()]
        return min(max(seconds, SHORTEST_SECONDS), LONGEST_SECONDS)
    return GREYLIST_SECONDS if _GREYLISTED.search(plain) else 0
