"""Codes by which somebody without a name comes back to their report: 100 bits, in an alphabet without look-alikes."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets

from deskhand.kernel import signing

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Letters and digits that are not taken for each other (Crockford's base 32)."""

GROUPS, GROUP = 5, 4
"""A code is so many groups of so many signs: 5 bits each, 100 in all, which nobody guesses."""

_PURPOSE = "nameless-report"
_ALIKE = str.maketrans("OIL", "011")


def fresh() -> str:
    """A new code, as it is written down: ``7KQ2-M0XD-...``."""
    groups = ("".join(secrets.choice(ALPHABET) for _n in range(GROUP)) for _m in range(GROUPS))
    return "-".join(groups)


def digest(number: int, code: str) -> str:
    """What is kept of the code of a report. A code of 100 random bits needs no slow function."""
    return hashlib.sha256(f"{number}:{read(code)}".encode()).hexdigest()


def fits(kept: str, number: int, code: str) -> bool:
    """Whether it is the code of this report; in the same time whichever sign is wrong."""
    return hmac.compare_digest(kept, digest(number, code))


def read(code: str) -> str:
    """The code as it was meant: without dashes and blanks, and with what was taken for something else."""
    return re.sub(r"[^0-9A-Z]", "", code.upper()[:100]).translate(_ALIKE)


def mark(stamp: str, code: str) -> str:
    """Shows that a code was made here for the form with this stamp."""
    return signing.signature(_PURPOSE, f"{stamp}:{code}")


def is_ours(stamp: str, code: str, given: str) -> bool:
    """Whether the form brings back the code that was made for it."""
    return len(code) <= 100 and signing.is_signed(_PURPOSE, f"{stamp}:{code}", given)
