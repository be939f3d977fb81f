"""Facts about tickets that were merged, split or linked, or that passed on an answer, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from deskhand.tickets.facts import Fact
from deskhand.tickets.history_asking import ASKING
from deskhand.tickets.models import LinkKind
from deskhand.tickets.names import Names

_Sentence = Callable[[str, Mapping[str, Any], Names, str], str]

_TAKEN_BACK = {
    "ticket.merged": "ticket.unmerged",
    "ticket.merged_in": "ticket.merged_out",
    "ticket.split": "ticket.split_undone",
    "ticket.split_off": "ticket.split_returned",
}
"""Facts of merges and splits, and the one by which each of them ends."""

_OF = {**{done: done for done in _TAKEN_BACK}, **{undone: done for done, undone in _TAKEN_BACK.items()}}


def in_force(facts: Iterable[Fact]) -> dict[int, int]:
    """The number of the other ticket for each merge or split, by its fact, that was not taken back since. ``facts`` are
    newest first."""
    newest: dict[tuple[str, int], Fact] = {}
    for fact in facts:
        if fact.code in _OF:
            newest.setdefault((_OF[fact.code], fact.values["number"]), fact)
    return {one.id: number for (code, number), one in newest.items() if one.code == code}


def _numbered(pattern: Any) -> _Sentence:
    return lambda who, values, names, code: str(pattern) % {"who": who, "number": values.get("number")}


def _split(pattern: Any) -> _Sentence:
    def sentence(who: str, values: Mapping[str, Any], names: Names, code: str) -> str:
        return str(pattern % {"who": who, "number": values.get("number"), "num": values.get("messages", 0)})

    return sentence


_CASCADES: Mapping[tuple[bool, bool], Any] = {
    (True, False): ngettext_lazy(
        "%(who)s let the answer go on to %(num)s child", "%(who)s let the answer go on to %(num)s children", "num"
    ),
    (True, True): ngettext_lazy(
        "%(who)s let the answer go on to %(num)s child, and resolved it",
        "%(who)s let the answer go on to %(num)s children, and resolved them",
        "num",
    ),
    (False, True): ngettext_lazy(
        "%(who)s resolved %(num)s child, too", "%(who)s resolved %(num)s children, too", "num"
    ),
}
"""What went on to children: by whether that was an answer, and whether they were resolved."""

_TOLD: Mapping[tuple[bool, bool], Any] = {
    (True, False): gettext_lazy("%(who)s answered here as on the parent %(number)s"),
    (True, True): gettext_lazy("%(who)s answered and resolved this as the parent %(number)s"),
    (False, True): gettext_lazy("%(who)s resolved this with the parent %(number)s"),
    (False, False): gettext_lazy("%(who)s told this what the parent %(number)s says"),
}
"""The same as the child tells it."""

_LEFT_OUT: Mapping[str, Any] = {
    "gone": gettext_lazy("%(child)s did not get the answer: it is no child any more, or the answer is gone"),
    "denied": gettext_lazy("%(child)s did not get the answer: whoever sent it does not serve its desk any more"),
    "refused": gettext_lazy("%(child)s did not get the answer: it could not be written"),
    "status": gettext_lazy("%(child)s was not resolved: something has to be done there first"),
}
"""Why a child was left out, by code."""


def _cascaded(who: str, values: Mapping[str, Any], names: Names, code: str) -> str:
    pattern = _CASCADES[(values.get("message") is not None, bool(values.get("resolve")) or not values.get("message"))]
    return str(pattern % {"who": who, "num": values.get("children", 0)})


def _told_with_parent(who: str, values: Mapping[str, Any], names: Names, code: str) -> str:
    pattern = _TOLD[(values.get("message") is not None, bool(values.get("resolved")))]
    return str(pattern) % {"who": who, "number": values.get("number") or _("of another desk")}


def _left_out(who: str, values: Mapping[str, Any], names: Names, code: str) -> str:
    pattern = _LEFT_OUT.get(values.get("because", ""), _LEFT_OUT["refused"])
    return str(pattern) % {"child": values.get("number") or _("A child on another desk")}


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
    "ticket.split": _split(
        ngettext_lazy(
            "%(who)s split %(num)s message off into %(number)s",
            "%(who)s split %(num)s messages off into %(number)s",
            "num",
        )
    ),
    "ticket.split_off": _numbered(gettext_lazy("%(who)s split this off %(number)s")),
    "ticket.split_undone": _numbered(gettext_lazy("%(who)s took the split into %(number)s back")),
    "ticket.split_returned": _numbered(gettext_lazy("%(who)s gave the messages back to %(number)s")),
    "ticket.notes_kept": _split(
        ngettext_lazy(
            "%(who)s moved %(number)s to another desk and left %(num)s note here",
            "%(who)s moved %(number)s to another desk and left %(num)s notes here",
            "num",
        )
    ),
    "ticket.notes_returned": _split(
        ngettext_lazy(
            "%(who)s took the move of %(number)s back: %(num)s note is there again",
            "%(who)s took the move of %(number)s back: %(num)s notes are there again",
            "num",
        )
    ),
    "ticket.cascaded": _cascaded,
    "ticket.told_with_parent": _told_with_parent,
    "ticket.cascade_refused": _left_out,
    **ASKING,
    "ticket.heard_of_merged": _numbered(gettext_lazy("%(who)s wrote on %(number)s")),
}
"""Sentences by the codes of facts."""
