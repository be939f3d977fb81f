"""A signed mark in each form: when it was shown, and that it is sent once however often its button is pressed."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.core.cache import cache
from django.utils.translation import gettext as _

from deskhand.kernel import clock, signing
from deskhand.kernel.errors import Invalid

OLDEST = timedelta(hours=24)
"""How long after it was shown a form is taken."""

YOUNGEST = timedelta(seconds=2)
"""A form without account that is sent sooner than this after it was shown was not written by a person."""

_PURPOSE = "portal-form"


def fresh() -> str:
    """A new mark for a form that is shown now."""
    value = f"{secrets.token_hex(8)}.{int(clock.now().timestamp() * 1000)}"
    return f"{value}.{signing.signature(_PURPOSE, value)}"


def check(stamp: str, *, is_stranger: bool) -> None:
    """Raise Invalid, in words, for a mark that is not ours, too old, or, from a stranger, too young."""
    value, _dot, given = stamp.rpartition(".")
    shown_ms = value.partition(".")[2]
    if not shown_ms.isdecimal() or len(value) > 60 or not signing.is_signed(_PURPOSE, value, given):
        raise Invalid(_("This form could not be read whole. Your text is still here: send it once more."))
    age = timedelta(milliseconds=clock.now().timestamp() * 1000 - int(shown_ms))
    if age > OLDEST:
        raise Invalid(_("This page was open for more than a day. Your text is still here: send it once more."))
    if is_stranger and age < YOUNGEST:
        raise Invalid(_("That was faster than a person writes. Your text is still here: send it once more."))


def first_use(stamp: str) -> str | None:
    """None for the first use; afterwards what :func:`remember` kept. Call it inside the transaction of what the form
    does: a second press waits for the first, and a failure forgets it."""
    if cache.add(_key(stamp), "", timeout=int(OLDEST.total_seconds())):
        return None
    return outcome(stamp)


def outcome(stamp: str) -> str:
    """What an earlier use made, if there was one and it is done: saves work that would be thrown away."""
    return str(cache.get(_key(stamp)) or "")


def remember(stamp: str, outcome: str) -> None:
    """Keep what the form made, for a second press."""
    cache.set(_key(stamp), outcome, timeout=int(OLDEST.total_seconds()))


def _key(stamp: str) -> str:
    return f"{_PURPOSE}:{signing.digest(stamp)}"
