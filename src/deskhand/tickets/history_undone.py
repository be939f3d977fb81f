"""Changes that were taken back, in the words of the history: one line that quotes them, instead of two."""

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
    put_back = {values["put_back"] for values in undone.values()}
    words: dict[int, str] = {}
    found = []
    for entry in reversed(entries):  # The oldest first: what takes back an undo quotes that line.
        what = words.get(undone.get(entry.id, {}).get("change", 0), "")
        said = {"taken": entry.words, "what": what}
        words[entry.id] = _("%(taken)s: “%(what)s”") % said if what else entry.words
        if entry.id not in put_back:
            found.append(entry._replace(words=words[entry.id]))
    return tuple(reversed(found))
