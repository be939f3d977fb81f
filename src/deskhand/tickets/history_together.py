"""Facts about tickets that were merged or linked, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from deskhand.tickets.facts import Fact
from deskhand.tickets.models import LinkKind
from deskhand.tickets.names import Names

_Sentence = Callable[[str, Mapping[str, Any], Names, str], str]

_MERGES = {
    "ticket.merged": True,
    "ticket.unmerged": True,
    "ticket.merged_in": False,
    "ticket.merged_out": False,
}
"""Facts of merges: whether the ticket is the one that was merged into the other."""


def in_force(facts: Iterable[Fact]) -> dict[int, int]:
    """The number of the other ticket for each merge, by its fact, that was not taken back since. Newest first."""
    newest: dict[tuple[bool, int], Fact] = {}
    for fact in facts:
        if fact.code in _MERGES:
            newest.setdefault((_MERGES[fact.code], fact.values["number"]), fact)
    return {one.id: pair[1] for pair, one in newest.items() if one.code in ("ticket.merged", "ticket.merged_in")}


def _numbered(pattern: Any) -> _Sentence:
    return lambda who, values, names, code: str(pattern) % {"who": who, "number": values.get("number")}


def _linked(pattern: Any, far: Any) -> _Sentence:
    def sentence(who: str, values: Mapping[str, Any], names: Names, code: str) -> str:
        kind, number = values.get("kind", ""), values.get("number")
        said = {"who": who, "kind": LinkKind(kind).label if kind in LinkKind.values else kind, "number": number}
        return str(pattern if number else far) % said

    return sentence


TOGETHER: Mapping[str, _Sentence] = {
    "ticket.linked": _linked(
        gettext_lazy("%(who)s linked this: %(kind)s %(number)s"), gettext_lazy("%(who)s linked this")
    ),
    "ticket.unlinked": _linked(
        gettext_lazy("%(who)s took a link away: %(kind)s %(number)s"), gettext_lazy("%(who)s took a link away")
    ),
    "ticket.merged": _numbered(gettext_lazy("%(who)s merged this into %(number)s")),
    "ticket.merged_in": _numbered(gettext_lazy("%(who)s merged %(number)s into this")),
    "ticket.unmerged": _numbered(gettext_lazy("%(who)s took the merge into %(number)s back")),
    "ticket.merged_out": _numbered(gettext_lazy("%(who)s took %(number)s out of this again")),
    "ticket.heard_of_merged": _numbered(gettext_lazy("%(who)s wrote on %(number)s")),
}
"""Sentences by the codes of facts."""
