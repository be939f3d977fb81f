"""Facts of the module. They hold ids, codes and days, never a name or an answer."""

from __future__ import annotations

from dataclasses import dataclass

from deskhand.kernel.events import Fact, event


@event("journey_blueprint.edited", subject="blueprint")
@dataclass(frozen=True, kw_only=True)
class BlueprintEdited(Fact):
    """What a journey consists of was made, renamed, changed, put away or put back. ``fields`` says what."""

    blueprint: int
    fields: list[str]


@event("journey_blueprint.published", subject="blueprint")
@dataclass(frozen=True, kw_only=True)
class BlueprintPublished(Fact):
    """Journeys that are started from now on consist of this."""

    blueprint: int
    number: int


@event("journey_part.asked", subject="part")
@dataclass(frozen=True, kw_only=True)
class PartAsked(Fact):
    """A desk was asked to take part in a journey of another desk. The fact is of the desk that was asked."""

    part: int
    activities: list[str]


@event("journey_part.answered", subject="part")
@dataclass(frozen=True, kw_only=True)
class PartAnswered(Fact):
    """A desk accepted or refused (``state``) to take part. The fact is of that desk."""

    part: int
    state: str


@event("journey.started", subject="journey")
@dataclass(frozen=True, kw_only=True)
class JourneyStarted(Fact):
    """Somebody's journey was started."""

    journey: int
    blueprint: int
    number: int


@event("journey.moved", subject="journey")
@dataclass(frozen=True, kw_only=True)
class JourneyMoved(Fact):
    """The key date is another. Days as ``2026-12-01``."""

    journey: int
    old: str
    new: str


@event("journey.changed", subject="journey")
@dataclass(frozen=True, kw_only=True)
class JourneyChanged(Fact):
    """Answers, the place, the person or the manager changed. ``fields`` says what."""

    journey: int
    fields: list[str]


@event("journey.ended", subject="journey")
@dataclass(frozen=True, kw_only=True)
class JourneyEnded(Fact):
    """A journey is over: ``done``, ``cancelled`` or ``withdrawn``."""

    journey: int
    outcome: str


@event("journey.activity_begun", subject="journey")
@dataclass(frozen=True, kw_only=True)
class ActivityBegun(Fact):
    """An activity began. ``by`` is ``desk``, ``employee``, ``manager`` or
    ``approval``."""

    journey: int
    activity: str
    by: str


@event("journey.activity_ended", subject="journey")
@dataclass(frozen=True, kw_only=True)
class ActivityEnded(Fact):
    """An activity is done, not needed or cancelled (``state``)."""

    journey: int
    activity: str
    state: str


@event("journey.activity_reopened", subject="journey")
@dataclass(frozen=True, kw_only=True)
class ActivityReopened(Fact):
    """An activity that had ended or was stuck is open again. ``because`` is ``unticked`` or ``again``: tried again."""

    journey: int
    activity: str
    because: str


@event("journey.activity_late", subject="journey")
@dataclass(frozen=True, kw_only=True)
class ActivityLate(Fact):
    """An activity has not ended by its day. Told once."""

    journey: int
    activity: str


@event("journey.activity_stuck", subject="journey")
@dataclass(frozen=True, kw_only=True)
class ActivityStuck(Fact):
    """An activity could not begin, or its ticket was cancelled (``problem``). Somebody has to look."""

    journey: int
    activity: str
    problem: str
