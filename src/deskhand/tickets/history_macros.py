"""Macros in a ticket's history: one line for the macro, with what it came to below it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from deskhand.tickets.facts import Fact
from deskhand.tickets.names import Names

if TYPE_CHECKING:
    from deskhand.tickets.history import Entry

APPLIED = "ticket.macro_applied"


def applied(who: str, values: Mapping[str, Any], names: Names, code: str) -> str:
    """The sentence of the fact."""
    return _("%(who)s applied the macro “%(macro)s”") % {"who": who, "macro": names.macro(values.get("macro"))}


def grouped(entries: tuple[Entry, ...], facts: tuple[Fact, ...]) -> tuple[Entry, ...]:
    """The entries with those that a macro came to inside the macro's own."""
    of_macro = {one.id: frozenset(one.values["facts"]) for one in facts if one.code == APPLIED}
    if not of_macro:
        return entries
    inside = frozenset().union(*of_macro.values())
    return tuple(
        one._replace(parts=tuple(part for part in entries if part.id in of_macro.get(one.id, ())))
        for one in entries
        if one.id not in inside
    )
