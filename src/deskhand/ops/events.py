"""Facts about setting an installation or a desk up."""

from __future__ import annotations

from dataclasses import dataclass

from deskhand.kernel.events import Fact, event


@event("desk.first_steps_shown", subject="desk")
@dataclass(frozen=True, kw_only=True)
class FirstStepsShown(Fact):
    """The list of first steps was put away for everybody on the desk, or taken out again (``is_shown``)."""

    desk: int
    is_shown: bool
