"""Changes that were taken back, in the words of the history: one line that quotes what was taken back, instead of two."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from deskhand.tickets import taking_back
from deskhand.tickets.facts import Fact

if TYPE_CHECKING:
    from deskhand.tickets.history import Entry


def without_what_put_back(entries: tuple[Entry, ...], facts: Iterable[Fact]) -> tuple[Entry, ...]:
    """The entries without those by which something was taken back; the entry that says so quotes what that was."""
    undone = {fact.id: fact.values for fact in facts if fact.code == taking_back.UNDONE}
    if not undone:
        return entries
    lines = {values["put_back"]: pk for pk, values in undone.items()}
    words: dict[int, str] = {}
    found = []
    for entry in reversed(entries):  # The oldest first: what takes back an undo quotes that line.
        change = undone.get(entry.id, {}).get("change")
        if change is not None and change in words:
            said = {"taken": entry.words, "what": words[change]}
            entry = entry._replace(words=_("%(taken)s: “%(what)s”") % said)
        words[entry.id] = entry.words
        if entry.id not in lines:
            found.append(entry)
    return tuple(reversed(found))
