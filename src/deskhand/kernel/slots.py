"""Places that others may fill. The app that owns a place declares it; the dictionary is sealed; modules only fill.

A contribution of a module is handed out only while that module is on for the desk that is asked about.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Contribution:
    """Something put into a slot: ``item`` is what the slot's text asks for."""

    item: Any
    module: str
    order: int


@dataclass
class Slot:
    """A place. ``doc`` says what an item must be and what becomes of it."""

    name: str
    doc: str
    contributions: list[Contribution] = field(default_factory=list)


class UnknownSlot(LookupError):
    """Something was put into, or asked of, a place that nobody declared."""


_slots: dict[str, Slot] = {}
_sealed = False


def declare(name: str, doc: str) -> Slot:
    """Make a place. Only while the apps load."""
    if _sealed:
        raise UnknownSlot(f"Slot {name!r} is declared after the dictionary was sealed.")
    if name in _slots:
        raise UnknownSlot(f"Slot {name!r} is declared twice.")
    _slots[name] = Slot(name, doc)
    return _slots[name]


def fill(name: str, item: Any, *, module: str = "", order: int = 50) -> None:
    """Put an item into a place. ``module`` is empty for core features; lower ``order`` comes first."""
    _named(name).contributions.append(Contribution(item, module, order))
    _named(name).contributions.sort(key=lambda one: one.order)


def items(name: str, *, desk_id: int | None = None) -> list[Any]:
    """What fills the place for a desk; without a desk, what is on for any desk."""
    from deskhand.kernel import switches

    return [
        one.item
        for one in _named(name).contributions
        if not one.module or (switches.is_on(one.module, desk_id) if desk_id else switches.is_on_anywhere(one.module))
    ]


def seal() -> None:
    """Close the dictionary: called when all apps are loaded."""
    global _sealed
    _sealed = True


def all_slots() -> list[Slot]:
    """Every declared slot, by name."""
    return [_slots[name] for name in sorted(_slots)]


def _named(name: str) -> Slot:
    try:
        return _slots[name]
    except KeyError:
        raise UnknownSlot(f"Nobody declared a slot {name!r}. Known: {', '.join(sorted(_slots))}.") from None
