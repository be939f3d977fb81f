"""What modules say about facts of tickets: their sentences in the history, there only while the module is on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from deskhand.kernel import events, modules, slots, switches
from deskhand.tickets.names import Names

Say = Callable[[str, Mapping[str, Any], Names, str], str]
"""Makes a sentence of who did it, the fact's values, the names around it, and its code."""


@dataclass(frozen=True)
class HistorySentence:
    """What fills the slot ``history_sentence``: how the history tells facts of this code. Facts that name somebody
    besides the one who did it have the id in a value called ``person``."""

    code: str
    say: Say


def sentences(desk_id: int) -> tuple[HistorySentence, ...]:
    """Those of the modules that are on for the desk."""
    return tuple(slots.items("history_sentence", desk_id=desk_id))


def hidden(desk_id: int) -> frozenset[str]:
    """Codes of facts about tickets that modules wrote which are off on the desk: nobody is told of them there."""
    return frozenset(code for code, label in _owned().items() if not switches.is_on(label, desk_id))


@cache
def _owned() -> Mapping[str, str]:
    """The codes of facts about tickets that belong to modules, with the module's label."""
    of_tickets = {code: cls for code, cls in events.types().items() if code.startswith("ticket.")}
    owners = {code: modules.owner(cls.__module__) for code, cls in of_tickets.items()}
    return {code: label for code, label in owners.items() if label}
