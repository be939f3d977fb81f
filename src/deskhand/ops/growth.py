"""What the modules are, where they are on, and what switching one would show to whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deskhand.kernel import modules, slots, switches

_AGENTS: dict[str, Callable[[int], str]] = {
    "nav_entry": lambda n: ngettext("%(n)s menu entry", "%(n)s menu entries", n) % {"n": n},
    "ticket_panel": lambda n: ngettext("%(n)s panel beside tickets", "%(n)s panels beside tickets", n) % {"n": n},
    "query_field": lambda n: ngettext("%(n)s word for searching", "%(n)s words for searching", n) % {"n": n},
    "workspace_banner": lambda n: _("lines above the workspace"),
    "settings_page": lambda n: ngettext("%(n)s settings page", "%(n)s settings pages", n) % {"n": n},
}
_REQUESTERS: dict[str, Callable[[int], str]] = {"portal_banner": lambda n: _("lines above the portal")}
_PROGRAMS: dict[str, Callable[[int], str]] = {"api_router": lambda n: _("paths of the API")}


@dataclass(frozen=True)
class Room:
    """A module on a desk: what is so, what is wanted, and what it adds for whom."""

    label: str
    title: str
    description: str
    icon: str
    is_on: bool
    is_wanted: bool
    requires: tuple[str, ...] = ()
    agents: list[str] = field(default_factory=list)
    requesters: list[str] = field(default_factory=list)
    programs: list[str] = field(default_factory=list)

    @property
    def is_pending(self) -> bool:
        return self.is_on != self.is_wanted

    @property
    def adds(self) -> str:
        return ", ".join([*self.agents, *self.requesters, *self.programs])


def rooms(desk_id: int, wanted: Iterable[str] | None = None) -> list[Room]:
    """All modules for the page of a desk. ``wanted`` are the labels that shall be on; without it all stays."""
    on = {one.label for one in modules.installed() if switches.is_on(one.label, desk_id)}
    then = on if wanted is None else fitting(on, set(wanted))
    return [_room(one, on, then) for one in modules.installed()]


def fitting(on: set[str], wanted: set[str]) -> set[str]:
    """The wanted modules made whole: what a new one needs comes with it, what needs one that goes goes too."""
    needs = {one.label: set(one.requires) for one in modules.installed()}
    then = wanted & needs.keys()
    for label in in_order(then - on):
        then |= _all_needs(label, needs)
    gone = on - then
    return {label for label in then if not _all_needs(label, needs) & gone}


def in_order(labels: Iterable[str]) -> list[str]:
    """Labels so that each stands behind what it needs; switch off in the reverse order."""
    needs = {one.label: set(one.requires) for one in modules.installed()}
    return sorted(labels, key=lambda label: (len(_all_needs(label, needs)), label))


def _all_needs(label: str, needs: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = [label]
    while waiting:
        fresh = needs.get(waiting.pop(), set()) - found
        found |= fresh
        waiting.extend(fresh)
    return found


def _room(config: modules.ModuleConfig, on: set[str], then: set[str]) -> Room:
    counts = {
        slot.name: sum(1 for one in slot.contributions if one.module == config.label) for slot in slots.all_slots()
    }

    def words(kinds: dict[str, Callable[[int], str]]) -> list[str]:
        return [say(counts[name]) for name, say in kinds.items() if counts.get(name)]

    return Room(
        label=config.label,
        title=str(config.title),
        description=str(config.description),
        icon=config.icon,
        is_on=config.label in on,
        is_wanted=config.label in then,
        requires=tuple(str(needed.title) for label in config.requires if (needed := modules.module(label))),
        agents=words(_AGENTS),
        requesters=words(_REQUESTERS),
        programs=words(_PROGRAMS),
    )
