"""What stands on the page Grow: the scale, the rooms by step, the panel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from deskhand.accounts import previewing
from deskhand.accounts.models import Desk
from deskhand.kernel import growing, switches
from deskhand.kernel.actor import Actor
from deskhand.ops import growth


@dataclass(frozen=True)
class Group:
    """Rooms that one step brings. Those of no step come last."""

    title: str
    rooms: list[growth.Room]


def asked(query: QueryDict, desk: Desk) -> tuple[list[str] | None, str]:
    """The modules that are wanted (None: all stays) and the preset that was chosen, from the page's address."""
    preset = query.get("preset", "")
    if preset in growing.presets():
        return sorted(growing.chosen(preset, growing.on_at(desk.pk))), preset
    step = query.get("step", "")
    return query.getlist("wanted") if "review" in query else None, step if step in growing.presets() else ""


def shown(actor: Actor, desk: Desk, wanted: Sequence[str] | None, step: str) -> dict[str, Any]:
    """The context of the page. ``step`` is the preset that was chosen, if one was."""
    rooms = growth.rooms(desk.pk, wanted)
    here = growing.standing(desk.pk)
    if step == here.preset and here.is_exact:
        step = ""
    chosen = step or (here.preset if here.is_exact else "")
    then = sorted(one.label for one in rooms if one.is_wanted)
    change = growth.change(desk.pk, rooms, step)
    return {
        "scale": growth.steps(actor, desk, chosen),
        "where": growth.where(desk.pk),
        "is_own": not here.is_exact,
        "groups": _groups(rooms),
        "change": change,
        "step": step,
        "step_title": str(growing.TITLES[step]) if step else "",
        "is_pending": change.is_any or bool(step),
        "wanted": then,
        "simulation_url": _simulation(desk, change),
        "ahead": _ahead(actor, desk, then),
        "history_url": reverse("ops:history", args=[desk.key, "ops-grow"]),
    }


def _ahead(actor: Actor, desk: Desk, then: Sequence[str]) -> list[tuple[str, str]]:
    """The screens at which one can look beforehand; none where there is nothing to see that is not there now."""
    on = switches.truly_on(desk.pk)
    if not previewing.may_look(actor, desk.pk) or growth.shown_ahead(on, set(then)) == on:
        return []
    return [("requester", _("Requester")), ("agent", _("Agent")), ("lead", _("Lead"))]


def _simulation(desk: Desk, change: growth.Change) -> str:
    """Where it is computed what would have happened, for what comes and reacts."""
    reacting = [one.label for one in change.coming if one.reacts]
    if not reacting:
        return ""
    return f"{reverse('ops:grow_simulation', args=[desk.key])}?{urlencode({'module': reacting}, doseq=True)}"


def _groups(rooms: Sequence[growth.Room]) -> list[Group]:
    titles = [*((key, str(growing.TITLES[key])) for key in growing.presets()[1:]), ("", _("Further modules"))]
    known = {key for key, _title in titles}
    found = []
    for key, title in titles:
        here = [one for one in rooms if (one.preset if one.preset in known else "") == key]
        if here:
            found.append(Group(title, here))
    return found
