"""Facts of growing."""

from __future__ import annotations

from dataclasses import dataclass

from deskhand.kernel.events import Fact, event


@event("desk.preset_chosen", subject="desk")
@dataclass(frozen=True, kw_only=True)
class PresetChosen(Fact):
    """A step of growing was chosen for the desk. What it switched on and off are facts of their own."""

    desk: int
    preset: str
