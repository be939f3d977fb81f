"""Facts about setting an installation or a desk up, and about keeping it."""

from __future__ import annotations

from dataclasses import dataclass

from deskhand.kernel.events import Fact, event


@event("desk.first_steps_shown", subject="desk")
@dataclass(frozen=True, kw_only=True)
class FirstStepsShown(Fact):
    """The list of first steps was put away for everybody on the desk, or taken out again (``is_shown``)."""

    desk: int
    is_shown: bool


@event("installation.backed_up", subject="installation")
@dataclass(frozen=True, kw_only=True)
class BackedUp(Fact):
    """A backup was made. ``file`` is its name without folders, ``size`` is in bytes, ``command`` is what made it."""

    file: str
    size: int
    command: str
    installation: int = 1
