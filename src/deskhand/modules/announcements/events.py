"""Facts about announcements."""

from __future__ import annotations

from dataclasses import dataclass

from deskhand.kernel.events import Fact, event


@event("announcement.published", subject="announcement")
@dataclass(frozen=True, kw_only=True)
class AnnouncementPublished(Fact):
    """An announcement was written. It may begin later than now."""

    announcement: int
    kind: str
    audience: str


@event("announcement.changed", subject="announcement")
@dataclass(frozen=True, kw_only=True)
class AnnouncementChanged(Fact):
    """Words, time window or audience of an announcement changed. ``is_told``: what its readers read at that moment is
    another text than before."""

    announcement: int
    fields: list[str]
    is_told: bool = False


@event("announcement.advanced", subject="announcement")
@dataclass(frozen=True, kw_only=True)
class AnnouncementAdvanced(Fact):
    """The time of a further text came, and the announcement says that from now on. ``step`` counts from 1."""

    announcement: int
    step: int


@event("announcement.expired", subject="announcement")
@dataclass(frozen=True, kw_only=True)
class AnnouncementExpired(Fact):
    """The end that was set for an announcement came."""

    announcement: int


@event("announcement.ended", subject="announcement")
@dataclass(frozen=True, kw_only=True)
class AnnouncementEnded(Fact):
    """Somebody ended an announcement before its time. ``until`` is the instant at which it would have ended by itself,
    empty if none was set."""

    announcement: int
    until: str = ""


@event("announcement.resumed", subject="announcement")
@dataclass(frozen=True, kw_only=True)
class AnnouncementResumed(Fact):
    """An end was taken back: the announcement is shown again until its own time is over."""

    announcement: int


@event("announcement.deleted", subject="announcement")
@dataclass(frozen=True, kw_only=True)
class AnnouncementDeleted(Fact):
    """An announcement was deleted."""

    announcement: int


@event("announcement.recognised", subject="announcement")
@dataclass(frozen=True, kw_only=True)
class AnnouncementRecognised(Fact):
    """Somebody was about to write a request, and said that this announcement is what it would have been about."""

    announcement: int
