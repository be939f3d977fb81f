"""Growing: which modules make a preset, what comes along with what, and on which preset a desk is."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deskhand.kernel import modules, switches

HELP_DESK = "help_desk"
"""The first step: nothing that a preset names is on."""

TITLES: dict[str, Promise] = {
    HELP_DESK: _("Help desk"),
    "service_desk": _("Service desk"),
    "itsm": _("IT service management"),
    "enterprise": _("Enterprise"),
}
"""The steps as people read them."""


@dataclass(frozen=True)
class Standing:
    """Where a desk is on the scale: the nearest preset, what it lacks of it, and what it has besides (labels)."""

    preset: str
    without: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()

    @property
    def is_exact(self) -> bool:
        return not self.without and not self.besides


Words = str | Promise


def _nothing(*_asked: object) -> list[str]:
    return []


@dataclass(frozen=True, kw_only=True)
class Tells:
    """What a module says of itself before it is switched, for the slot ``module_tells``.

    ``requesters``, ``agents`` and ``leads`` are a few short sentences each: what comes for them. ``reacts`` says what
    it does by itself; a module that reacts to nothing says nothing there, and can be looked at before it is on.
    ``kept(desk_id)`` names what the desk has in it ("64 articles", empty for nothing) in one query; ``hidden(desk_id)``
    what would rest or be out of sight if it were switched off now. ``simulation(desk_id, since)`` is what it would have
    done with the desk's tickets since then, in sentences with numbers that are computed; asked only when somebody wants
    it, and within :func:`deskhand.kernel.switches.supposing`. ``picture`` says what is to be seen on the module's
    picture (``pictures/light.webp`` and ``dark.webp`` in its package), for those who do not see it.
    """

    kept: Callable[[int], str]
    requesters: Sequence[Words] = ()
    agents: Sequence[Words] = ()
    leads: Sequence[Words] = ()
    reacts: Sequence[Words] = ()
    hidden: Callable[[int], Sequence[str]] = _nothing
    simulation: Callable[[int, datetime], Sequence[str]] | None = None
    picture: Words = ""


def presets() -> list[str]:
    """The steps that are there: help desk, and each of :data:`modules.PRESETS` that an installed module names or
    brings something for."""
    named = {one.preset for one in modules.installed()} | {key for one in modules.installed() for key in one.brings}
    return [HELP_DESK, *(one for one in modules.PRESETS if one in named)]


def steps_of(preset: str) -> tuple[str, ...]:
    """The preset and all steps before it, without the first."""
    return modules.PRESETS[: modules.PRESETS.index(preset) + 1] if preset in modules.PRESETS else ()


def made_of(preset: str) -> set[str]:
    """Labels of the modules that the preset switches on, with whatever these need."""
    steps = steps_of(preset)
    return fitting(set(), {one.label for one in modules.installed() if one.preset in steps})


def chosen(preset: str, on: Collection[str]) -> set[str]:
    """What is on once the preset is chosen. Modules of no preset stay as they are, unless what they need goes."""
    free = {one.label for one in modules.installed() if not one.preset}
    return fitting(set(on), made_of(preset) | (free & set(on)))


def on_at(desk_id: int) -> set[str]:
    """Labels of the modules that are on for the desk."""
    return {one.label for one in modules.installed() if switches.is_on(one.label, desk_id)}


def standing(desk_id: int, on: Collection[str] | None = None) -> Standing:
    """The preset that the desk comes closest to; of two as close, the higher."""
    there = on_at(desk_id) if on is None else set(on)
    found = [_measured(desk_id, preset, there) for preset in presets()]
    return min(reversed(found), key=lambda one: one[0])[1]


def _measured(desk_id: int, preset: str, on: set[str]) -> tuple[int, Standing]:
    wanted = made_of(preset)
    without = [one for one in in_order(wanted) if one not in on or not _has_all(one, desk_id, preset)]
    besides = [one for one in in_order(on) if one not in wanted and one not in _needed_by(on & wanted)]
    return len(without) + len(besides), Standing(preset, tuple(without), tuple(besides))


def _has_all(label: str, desk_id: int, preset: str) -> bool:
    config = modules.module(label)
    return config is None or all(config.has_brought(desk_id, one) for one in steps_of(preset) if one in config.brings)


def _needed_by(labels: set[str]) -> set[str]:
    needs = _needs()
    return {one for label in labels for one in _all_needs(label, needs)}


def fitting(on: set[str], wanted: set[str]) -> set[str]:
    """The wanted modules made whole: what a new one needs comes with it, what needs one that goes goes too."""
    needs = _needs()
    then = wanted & needs.keys()
    for label in in_order(then - on):
        then |= _all_needs(label, needs)
    gone = on - then
    return {label for label in then if not _all_needs(label, needs) & gone}


def in_order(labels: Iterable[str]) -> list[str]:
    """Labels so that each stands behind what it needs; switch off in the reverse order."""
    needs = _needs()
    return sorted(labels, key=lambda label: (len(_all_needs(label, needs)), label))


def whole_needs(label: str) -> set[str]:
    """Labels of all that the module needs, directly or not."""
    return _all_needs(label, _needs())


def _needs() -> dict[str, set[str]]:
    return {one.label: set(one.requires) for one in modules.installed()}


def _all_needs(label: str, needs: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [label]
    while waiting:
        fresh = needs.get(waiting.pop(), set()) - found
        found |= fresh
        waiting.extend(fresh)
    return found
