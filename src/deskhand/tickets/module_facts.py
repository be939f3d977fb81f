"""What modules say about facts of tickets: their sentences in the history, there only while the module is on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from deskhand.kernel import events, modules, slots, switches
from deskhand.tickets.facts import Fact
from deskhand.tickets.names import Names

Say = Callable[[str, Mapping[str, Any], Names, str], str]
"""Makes a sentence of who did it, the fact's values, the names around it, and its code."""


@dataclass(frozen=True)
class HistorySentence:
    """What fills the slot ``history_sentence``: how the history tells facts of this code. Facts that name somebody
    besides the one who did it have the id in a value called ``person``. ``elsewhere`` are the values that may still be
    told once the ticket is on another desk than the one on which it happened; its reason is not. Without it, all is."""

    code: str
    say: Say
    elsewhere: frozenset[str] | None = None


def sentences(desk_id: int) -> tuple[HistorySentence, ...]:
    """Those of the modules that are on for the desk."""
    return tuple(slots.items("history_sentence", desk_id=desk_id))


def on_desk(facts: Iterable[Fact], desk_id: int, of_modules: Iterable[HistorySentence]) -> tuple[Fact, ...]:
    """The facts as that desk may read them: what belongs to the desk on which they happened is left out."""
    kept = {one.code: one.elsewhere for one in of_modules if one.elsewhere is not None}
    return tuple(_without(fact, kept[fact.code]) if _is_strange(fact, desk_id, kept) else fact for fact in facts)


def values_on_desk(
    code: str, values: Mapping[str, Any], *, happened_on: int | None, desk_id: int
) -> dict[str, Any] | None:
    """What a desk may read of the values of a fact that happened on another one; None where that is everything."""
    kept = {one.code: one.elsewhere for one in sentences(desk_id) if one.elsewhere is not None}
    if code not in kept or happened_on in (None, desk_id):
        return None
    return {name: value for name, value in values.items() if name in kept[code]}


def _is_strange(fact: Fact, desk_id: int, kept: Mapping[str, Any]) -> bool:
    return fact.code in kept and fact.desk_id not in (None, desk_id)


def _without(fact: Fact, kept: frozenset[str]) -> Fact:
    values = {name: value for name, value in fact.values.items() if name in kept}
    return fact._replace(reason="", json=json.dumps(values))


def hidden(desk_id: int) -> frozenset[str]:
    """Codes of facts about tickets that modules wrote which are off on the desk: nobody is told of them there."""
    return frozenset(code for code, label in _owned().items() if not switches.is_on(label, desk_id))


@cache
def _owned() -> Mapping[str, str]:
    """The codes of facts about tickets that belong to modules, with the module's label."""
    of_tickets = {code: cls for code, cls in events.types().items() if code.startswith("ticket.")}
    owners = {code: modules.owner(cls.__module__) for code, cls in of_tickets.items()}
    return {code: label for code, label in owners.items() if label}
