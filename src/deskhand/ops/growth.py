"""What the page Grow shows: presets, modules as rooms, and what switching them would show to whom."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from deskhand.accounts.models import Desk
from deskhand.kernel import growing, modules, reactions, slots, switches
from deskhand.kernel.actor import Actor
from deskhand.kernel.growing import HELP_DESK, TITLES, Tells, fitting, in_order, on_at
from deskhand.kernel.models import ModuleSwitch
from deskhand.kernel.permissions import ADMIN, AGENT
from deskhand.ops.pictures import Pictures, pictures_of

__all__ = ["Change", "Room", "Step", "change", "fitting", "in_order", "rooms", "steps", "where"]

SENTENCES = {
    HELP_DESK: gettext_lazy("Tickets by mail and form, answers, search."),
    "service_desk": gettext_lazy("Catalog, articles, promises in time, approvals and plans."),
    "itsm": gettext_lazy("Priority by impact and urgency, and what a service needs behind it."),
    "enterprise": gettext_lazy("Many departments, with cases and journeys of their own."),
}
"""What a step is, in one line."""

_ADDS: dict[str, Callable[[int], str]] = {
    "nav_entry": lambda n: ngettext("%(n)s menu entry", "%(n)s menu entries", n) % {"n": n},
    "ticket_panel": lambda n: ngettext("%(n)s panel beside tickets", "%(n)s panels beside tickets", n) % {"n": n},
    "query_field": lambda n: ngettext("%(n)s word for searching", "%(n)s words for searching", n) % {"n": n},
    "workspace_banner": lambda n: _("lines above the workspace"),
    "settings_page": lambda n: ngettext("%(n)s settings page", "%(n)s settings pages", n) % {"n": n},
    "portal_banner": lambda n: _("lines above the portal"),
    "api_router": lambda n: _("paths of the API"),
}


@dataclass(frozen=True)
class Room:
    """A module on a desk: what is so, what is wanted, and what it says of itself."""

    label: str
    title: str
    description: str
    icon: str
    preset: str
    is_on: bool
    is_wanted: bool
    changed_at: datetime | None = None
    requires: tuple[str, ...] = ()
    needed_by: tuple[str, ...] = ()
    adds: str = ""
    kept: str = ""
    hidden: tuple[str, ...] = ()
    requesters: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    reacts: tuple[str, ...] = ()
    has_simulation: bool = False
    pictures: Pictures | None = None

    @property
    def is_pending(self) -> bool:
        return self.is_on != self.is_wanted


@dataclass(frozen=True)
class Step:
    """A preset on the scale. ``is_reached`` fills the bar; ``menu`` and ``settings`` are counts."""

    key: str
    title: str
    sentence: str
    menu: int
    settings: int
    is_chosen: bool
    is_reached: bool
    is_here: bool


@dataclass
class Change:
    """What the panel says: what comes, what goes, and who notices what."""

    coming: list[Room] = field(default_factory=list)
    going: list[Room] = field(default_factory=list)
    brings: list[str] = field(default_factory=list)
    agents: list[str] = field(default_factory=list)
    requesters: list[str] = field(default_factory=list)
    leads: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)

    @property
    def is_any(self) -> bool:
        return bool(self.coming or self.going or self.brings)


def rooms(desk_id: int, wanted: Iterable[str] | None = None) -> list[Room]:
    """All modules for the page of a desk. ``wanted`` are the labels that shall be on; without it all stays."""
    on = on_at(desk_id)
    then = on if wanted is None else fitting(on, set(wanted))
    changed = ModuleSwitch.objects.filter(desk_id=desk_id).values_list("module", "changed_at")
    since = dict(changed)
    return [replace(_room(one, desk_id, on, then), changed_at=since.get(one.label)) for one in modules.installed()]


def change(desk_id: int, shown: Sequence[Room], preset: str) -> Change:
    """What is pending, in words; with a preset chosen also what that sets up besides."""
    coming = [one for one in shown if one.is_pending and one.is_wanted]
    going = [one for one in shown if one.is_pending and not one.is_wanted]
    found = Change(coming, going, brings=_to_bring(desk_id, shown, preset))
    for one in coming:
        found.agents += one.agents
        found.requesters += one.requesters
        found.leads += one.leads
    found.hidden = [words for one in going for words in one.hidden]
    return found


def steps(actor: Actor, desk: Desk, chosen: str) -> list[Step]:
    """The scale. ``chosen`` is the preset that is wanted; empty for an own choice."""
    keys, here = growing.presets(), growing.standing(desk.pk)
    reached = keys.index(chosen) if chosen in keys else keys.index(here.preset)
    on = on_at(desk.pk)
    found = []
    for place, key in enumerate(keys):
        menu, settings = _counted(actor, desk, growing.chosen(key, on))
        is_here = here.is_exact and here.preset == key
        marks = {"is_chosen": key == chosen, "is_reached": place <= reached, "is_here": is_here}
        found.append(Step(key, str(TITLES[key]), str(SENTENCES[key]), menu, settings, **marks))
    return found


def where(desk_id: int) -> str:
    """On which step the desk is, in words: exactly, or what differs."""
    here = growing.standing(desk_id)
    title = str(TITLES[here.preset])
    if here.is_exact:
        return title
    given = {"preset": title, "with": _titles(here.besides), "without": _titles(here.without)}
    if here.besides and here.without:
        return _("own choice: %(preset)s with %(with)s, without %(without)s") % given
    if here.besides:
        return _("own choice: %(preset)s with %(with)s") % given
    return _("own choice: %(preset)s without %(without)s") % given


def tells_of(label: str) -> Tells | None:
    """What the module says of itself, on or off."""
    slot = next(one for one in slots.all_slots() if one.name == "module_tells")
    return next((one.item for one in slot.contributions if one.module == label), None)


def is_seen_only(label: str) -> bool:
    """True for a module that shows something and reacts to nothing: it can be looked at before it is on."""
    return not reactions.does_react(label)


def shown_ahead(on: set[str], wanted: set[str]) -> set[str]:
    """Of what is wanted that which a preview can show truly: modules that would come and react stay out, with those
    that need them. What they would have done is computed instead."""
    then = fitting(on, wanted)
    reacting = {label for label in then - on if not is_seen_only(label)}
    return {label for label in then if not (growing.whole_needs(label) | {label}) & reacting}


def _titles(labels: Iterable[str]) -> str:
    return ", ".join(str(one.title) for label in labels if (one := modules.module(label)) is not None)


def _counted(actor: Actor, desk: Desk, on: Collection[str]) -> tuple[int, int]:
    """Entries in an agent's menu, and in the settings list of an administrator of the desk, with these modules on."""
    agent, admin = actor.only_as(AGENT, desk.pk), actor.only_as(ADMIN, desk.pk)
    with switches.supposing(desk.pk, on):
        menu = sum(1 for one in slots.items("nav_entry", desk_id=desk.pk) if one.shown_to(agent, desk))
        entries: set[tuple[str, str]] = set()
        for page in slots.items("settings_page", desk_id=desk.pk):
            if page.shown_to(admin, desk):
                entries.add((str(page.group), str(getattr(page, "entry", "") or page.label)))
    return OWN_ENTRIES + menu, len(entries)


OWN_ENTRIES = 5
"""Entries of an agent's menu that are always there: tickets, overview, people, notifications, settings."""


def _to_bring(desk_id: int, shown: Sequence[Room], preset: str) -> list[str]:
    there = {one.label for one in shown if one.is_wanted}
    found: list[str] = []
    for config in modules.installed():
        for key in growing.steps_of(preset):
            if key in config.brings and config.label in there:
                is_new = not switches.is_on(config.label, desk_id) or not config.has_brought(desk_id, key)
                found += [str(config.brings[key])] if is_new else []
    return found


def _room(config: modules.ModuleConfig, desk_id: int, on: set[str], then: set[str]) -> Room:
    label, told = config.label, tells_of(config.label)
    is_going = label in on and label not in then
    room = Room(
        label=label,
        title=str(config.title),
        description=str(config.description),
        icon=config.icon,
        preset=getattr(config, "preset", ""),
        is_on=label in on,
        is_wanted=label in then,
        requires=_named(config.requires),
        needed_by=_named([one.label for one in modules.installed() if label in one.requires and one.label in then]),
        adds=_adds(label),
    )
    if told is None:
        return room
    return replace(
        room,
        kept=told.kept(desk_id),
        hidden=tuple(told.hidden(desk_id)) if is_going else (),
        requesters=_plain(told.requesters),
        agents=_plain(told.agents),
        leads=_plain(told.leads),
        reacts=_plain(told.reacts),
        has_simulation=told.simulation is not None,
        pictures=pictures_of(label, str(told.picture)),
    )


def _adds(label: str) -> str:
    counts = {slot.name: sum(1 for one in slot.contributions if one.module == label) for slot in slots.all_slots()}
    return ", ".join(say(counts[name]) for name, say in _ADDS.items() if counts.get(name))


def _named(labels: Iterable[str]) -> tuple[str, ...]:
    return tuple(str(one.title) for label in labels if (one := modules.module(label)) is not None)


def _plain(words: Iterable[Any]) -> tuple[str, ...]:
    return tuple(str(one) for one in words)
