"""Clocks read at an instant: what has counted, what is left, when it is due. The page, the API and reports all read
clocks here, so that they say the same.

Of now it is what is stored. Of a past instant it is derived anew from what had happened by then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from django.utils.translation import gettext as _

from deskhand.accounts.models import Team
from deskhand.kernel import clock
from deskhand.kernel.errors import Invalid
from deskhand.modules.sla import milestones, rulebook
from deskhand.modules.sla.engine import reckon
from deskhand.modules.sla.engine.fold import fold
from deskhand.modules.sla.engine.rules import Rule, Rulebook
from deskhand.modules.sla.engine.values import Calendars, Life
from deskhand.modules.sla.ledger import life_of
from deskhand.modules.sla.metrics import LABELS
from deskhand.modules.sla.models import Clock, Policy
from deskhand.modules.sla.terms import BREACH, Target
from deskhand.tickets.as_it_was import Snapshot, Story, story_of
from deskhand.tickets.models import Ticket

NEVER = datetime.max.replace(tzinfo=UTC)
"""After everything that is due some time."""


@dataclass(frozen=True)
class Reading:
    """One clock at an instant. ``rule`` is the version of the policy that holds (or held last) and ``policy_name`` its
    name; both are empty for a policy of another desk. ``due_at`` is None while it is paused and the time has not
    counted; ``clock_id`` is None where it is derived."""

    life: Life
    at: datetime
    due_at: datetime | None
    calendars: Calendars
    rule: Rule | None = None
    policy_name: str = ""
    clock_id: int | None = None

    @cached_property
    def target(self) -> Target | None:
        """What is promised."""
        return self.rule.terms.target(self.life.key) if self.rule else None

    @property
    def label(self) -> str:
        """What the clock is called."""
        if self.target is None:
            return _("A promise of another desk")
        return self.target.label or str(LABELS[self.target.metric])

    @property
    def name(self) -> str:
        """What it is called in addresses: ``sla.first_response.1``."""
        return f"{self.life.level}.{self.life.key}.{self.life.cycle}"

    @property
    def state(self) -> str:
        """running or paused; empty once it has ended."""
        return self.life.last.state if self.life.is_open else ""

    @property
    def until(self) -> datetime:
        """The instant up to which it has been counted."""
        return self.life.ended or self.at

    @cached_property
    def elapsed(self) -> float:
        """Seconds that have counted."""
        return reckon.elapsed(self.life, self.until, self.calendars)

    @property
    def goal(self) -> float:
        """Seconds that are promised."""
        return reckon.goal_seconds(self.life)

    @property
    def remaining(self) -> float:
        """Seconds that are left; below zero when it is over."""
        return self.goal - self.elapsed

    @cached_property
    def paused(self) -> float:
        """Seconds for which it stood still, by the clock on the wall."""
        return reckon.paused(self.life, self.until).total_seconds()

    @property
    def paused_since(self) -> datetime:
        """Since when a paused clock has stood still."""
        since = self.life.last.began
        for span in reversed(self.life.spans):
            if span.runs:
                break
            since = span.began
        return since

    @cached_property
    def projected_at(self) -> datetime | None:
        """When it is due; of a paused clock, if it went on at once. None by a calendar that never opens for so long."""
        return self.due_at or reckon.projected(self.life, self.at, self.calendars)

    @property
    def is_overdue(self) -> bool:
        """Open, and its time has counted."""
        return self.life.is_open and self.due_at is not None and self.due_at < self.at

    @cached_property
    def soon_at(self) -> datetime | None:
        """From when the promise is at risk."""
        return milestones.soon(self.life, self.target, self.calendars) if self.target else None

    @cached_property
    def warnings(self) -> Sequence[datetime]:
        """When its warnings come, as far as that is known; the breach is not one of them."""
        if self.target is None:
            return ()
        found = milestones.instants(self.life, self.target, self.calendars)
        return sorted(at for one, at in found if one.key != BREACH)


@dataclass(frozen=True)
class Readings:
    """All clocks of a ticket at an instant, those that began first at first, and what was true of the ticket then.
    ``names`` are those of the desk's policies."""

    ticket: Ticket
    at: datetime
    is_past: bool
    story: Story
    book: Rulebook
    calendars: Calendars
    names: Mapping[int, str]
    clocks: Sequence[Reading]

    @cached_property
    def snapshot(self) -> Snapshot:
        """The ticket as it was."""
        before = [one.after for one in self.story.moments if one.at <= self.at]
        return before[-1] if before else self.story.moments[0].after

    @cached_property
    def numbers(self) -> Mapping[int, int]:
        """The numbers of the versions of the desk's policies, by their ids."""
        return {one.version_id: one.number for one in self.book.rules if one.policy_id in self.names}

    @cached_property
    def teams(self) -> Mapping[int, str]:
        """The names of the desk's teams. One query."""
        return dict(Team.objects.within(self.ticket.desk_id).values_list("pk", "name"))

    @property
    def open(self) -> Sequence[Reading]:
        """Those that run or are paused: what is promised to requesters before the rest, what is due first at first,
        and what stands still and was not due before last."""
        found = [one for one in self.clocks if one.life.is_open]
        return sorted(found, key=lambda one: (one.due_at is None, one.life.level != "sla", one.projected_at or NEVER))

    @property
    def ended(self) -> Sequence[Reading]:
        """Those that have ended, the newest first."""
        found = [one for one in self.clocks if not one.life.is_open]
        return sorted(found, key=lambda one: one.until, reverse=True)


def readings(ticket: Ticket, at: datetime | None = None) -> Readings:
    """The ticket's clocks now, or at a past instant. Raises Invalid for one to come, and for one before the ticket."""
    now, story, calendars = clock.now(), story_of(ticket), rulebook.Calendars()
    began = story.moments[0].at
    if at is not None and at > now:
        raise _wrong(_("Choose an instant that is not to come."))
    if at is not None and at < began:
        raise _wrong(_("The ticket was not there yet."))
    book = rulebook.book_of({one.after.desk_id for one in story.moments})
    names = dict(Policy.objects.within(ticket.desk_id).values_list("pk", "name"))
    if at is None:
        clocks = [_stored(row, book, names, calendars, now) for row in _rows(ticket)]
    else:
        clocks = [
            _read(life, at, reckon.due(life, calendars), book, names, calendars)
            for life in fold(story, book, calendars, at)
        ]
    return Readings(ticket, at or now, at is not None, story, book, calendars, names, clocks)


def _rows(ticket: Ticket) -> Sequence[Clock]:
    rows = Clock.objects.within(ticket.desk_id).filter(ticket=ticket).prefetch_related("intervals")
    return list(rows.order_by("started_at", "level", "key", "cycle"))


def _stored(row: Clock, book: Rulebook, names: Mapping[int, str], calendars: Calendars, now: datetime) -> Reading:
    return _read(life_of(row), now, row.due_at, book, names, calendars, row.pk)


def _read(
    life: Life,
    at: datetime,
    due_at: datetime | None,
    book: Rulebook,
    names: Mapping[int, str],
    calendars: Calendars,
    clock_id: int | None = None,
) -> Reading:
    rule = next((one for one in book.rules if one.version_id == life.last.version_id and one.policy_id in names), None)
    name = names[rule.policy_id] if rule else ""
    return Reading(life, at, due_at, calendars, rule, name, clock_id)


def _wrong(sentence: str) -> Invalid:
    return Invalid(sentence, {"at": sentence})
