"""What was pasted into the field for addresses, taken apart: one person a line, or separated by commas."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.utils import parseaddr

from deskhand.accounts.addresses import normal
from deskhand.accounts.models.person import EMAIL_LIMIT
from deskhand.kernel.errors import Invalid

AT_ONCE = 50
"""Most addresses that are invited at once."""

TYPED_LIMIT = 20_000
"""Most characters of such a list."""

_BETWEEN = re.compile(r"[\n,;]+")
_NAMED = re.compile(r"^[^<>]*<[^<>]+>$")


def apart(typed: str) -> list[str]:
    """The entries as they were typed, without empty ones."""
    found: list[str] = []
    for part in _BETWEEN.split(typed.replace("\r", "\n")[:TYPED_LIMIT]):
        entry = " ".join(part.split())
        if entry:
            found += [entry] if _NAMED.match(entry) or "@" not in entry else entry.split(" ")
    return found


def read(entry: str) -> tuple[str, str]:
    """Name and address of an entry like ``Mara Lindqvist <mara@kestrel.example>`` or a bare address. Raises Invalid."""
    name, address = parseaddr(entry) if _NAMED.match(entry) else ("", entry)
    return name[:200], normal(address[: EMAIL_LIMIT + 1])


def each(entries: list[str]) -> Iterator[tuple[str, str, str, str]]:
    """Every entry with its name and address, or with what is wrong with it."""
    for entry in entries:
        try:
            name, address = read(entry)
        except Invalid as refusal:
            yield entry, "", "", str(refusal)
        else:
            yield entry, name, address, ""
