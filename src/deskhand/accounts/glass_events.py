"""Facts about broken glass. Each is kept with the desk: its administrators and those of the installation read them."""

from __future__ import annotations

from dataclasses import dataclass

from deskhand.kernel.events import Fact, event


@event("glass.asked", subject="glass")
@dataclass(frozen=True, kw_only=True)
class GlassAsked(Fact):
    """Somebody asked to break the glass of a desk, or of one confidential ticket of it, for some ``minutes``."""

    glass: int
    person: int
    number: int | None
    minutes: int


@event("glass.seconded", subject="glass")
@dataclass(frozen=True, kw_only=True)
class GlassSeconded(Fact):
    """A second person agreed: ``person`` reads through broken glass until ``until``."""

    glass: int
    person: int
    number: int | None
    until: str


@event("glass.refused", subject="glass")
@dataclass(frozen=True, kw_only=True)
class GlassRefused(Fact):
    """A second person refused that ``person`` breaks glass."""

    glass: int
    person: int
    number: int | None


@event("glass.ended", subject="glass")
@dataclass(frozen=True, kw_only=True)
class GlassEnded(Fact):
    """Broken glass of ``person`` was closed before its time, or the request withdrawn before anybody agreed."""

    glass: int
    person: int
    number: int | None
    was_open: bool


@event("glass.read", subject="glass")
@dataclass(frozen=True, kw_only=True)
class GlassWasRead(Fact):
    """``person`` read the record of this number through broken glass: the first time of this glass."""

    glass: int
    person: int
    number: int
