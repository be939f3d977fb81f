"""Consequences. ``@together`` runs inside the transaction of the fact; ``@afterwards`` becomes a job in it.

``together`` is rare: it touches its own module's tables only and undoes everything when it fails. ``afterwards`` is
the rule: retried with back-off, visible to administrators when it fails for good. Both run only while the module
that registered them is on for the desk of the fact.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from deskhand.kernel import modules
from deskhand.kernel.events import Fact, types

_F = TypeVar("_F", bound=Callable[[Any], None])


@dataclass(frozen=True)
class Reaction:
    """A registered consequence. ``name`` is its import path."""

    name: str
    run: Callable[[Any], None]
    queue: str

    @property
    def module(self) -> str:
        """The label of the module that registered it; empty for the core."""
        return modules.owner(self.name)


_together: dict[str, list[Reaction]] = defaultdict(list)
_afterwards: dict[str, list[Reaction]] = defaultdict(list)
_enqueue: Callable[[Reaction, Fact], None] | None = None


def together(*causes: type[Fact]) -> Callable[[_F], _F]:
    """Run the function inside the transaction that records one of ``causes``."""
    return _registering(_together, causes, "")


def afterwards(*causes: type[Fact], queue: str = "default") -> Callable[[_F], _F]:
    """Run the function as a job after one of ``causes`` is committed. It may run twice."""
    return _registering(_afterwards, causes, queue)


def _registering(where: dict[str, list[Reaction]], causes: tuple[type[Fact], ...], queue: str) -> Callable[[_F], _F]:
    def register(function: _F) -> _F:
        name = f"{function.__module__}.{function.__qualname__}"
        for cause in causes:
            where[cause.code].append(Reaction(name, function, queue))
        return function

    return register


def enqueue_with(enqueue: Callable[[Reaction, Fact], None]) -> None:
    """The job queue names itself here when it starts."""
    global _enqueue
    _enqueue = enqueue


def run_together(fact: Fact) -> None:
    for reaction in _live(_together, fact):
        reaction.run(fact)


def enqueue_afterwards(fact: Fact) -> None:
    for reaction in _live(_afterwards, fact):
        if _enqueue is None:
            raise RuntimeError("No job queue is installed: reactions that run afterwards have nowhere to go.")
        _enqueue(reaction, fact)


def find(name: str, code: str) -> Reaction | None:
    """The reaction of that name to that event, if the program still has it."""
    return next((reaction for reaction in _afterwards[code] if reaction.name == name), None)


def does_react(module: str) -> bool:
    """True if a module of that label answers what happens elsewhere: switched on, it does more than show something.
    What follows from its own facts comes only of what people do in it."""
    return any(
        one.module == module and modules.owner(types()[code].__module__) != module
        for where in (_together, _afterwards)
        for code, found in where.items()
        for one in found
    )


def _live(where: dict[str, list[Reaction]], fact: Fact) -> list[Reaction]:
    from deskhand.kernel import switches

    return [
        reaction
        for reaction in where[fact.code]
        if not reaction.module or switches.is_on(reaction.module, fact.meta.desk_id)
    ]
