"""What was promised on a desk, by when: versions of policies with their queries ready to be asked."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from deskhand.modules.sla.engine.values import Hours
from deskhand.modules.sla.metrics import ANSWERING, Condition
from deskhand.modules.sla.terms import Target, Terms
from deskhand.tickets.as_it_was import Moment, Snapshot
from deskhand.tickets.querysets import TASK

Test = Callable[[Snapshot], bool]
"""A query, asked of what was true of a ticket."""


@dataclass(frozen=True)
class Rule:
    """One version of a policy. ``tests`` holds its queries by their texts; ``since`` and ``until`` are the days of its
    contract, as instants."""

    version_id: int
    policy_id: int
    desk_id: int
    number: int
    active_from: datetime
    position: int
    is_on: bool
    only_new: bool
    terms: Terms
    tests: Mapping[str, Test] = field(default_factory=dict)
    since: datetime | None = None
    until: datetime | None = None

    def covers(self, ticket: Snapshot, at: datetime) -> bool:
        """Whether the promise is made for such a ticket at that instant."""
        if not self.is_on or (self.since and at < self.since) or (self.until and at >= self.until):
            return False
        return self.asks(self.terms.query, ticket)

    def asks(self, query: str, ticket: Snapshot) -> bool:
        """The answer of one of its queries; an empty one is true."""
        return not query or self.tests[query](ticket)

    def holds(self, condition: Condition, moment: Moment) -> bool:
        """Whether a condition holds at a moment."""
        if not condition.is_there or (condition.words and condition.words.isdisjoint(moment.words)):
            return False
        return self.asks(condition.query, moment.after)

    def targets(self, ticket: Snapshot) -> Sequence[Target]:
        """What it promises for such a ticket; on a task no answer, for nobody outside waits for one."""
        return [one for one in self.terms.targets if ticket.kind != TASK or one.metric not in ANSWERING]

    def hours(self, ticket: Snapshot, team_id: int | None = None) -> Hours:
        """Whose calendar counts for the ticket."""
        terms, team = self.terms, team_id if team_id is not None else ticket.team_id
        match terms.source:
            case "always":
                return Hours()
            case "own":
                return Hours(calendar_id=terms.calendar_id)
            case "desk":
                return Hours(ticket.desk_id)
            case "team":
                return Hours(ticket.desk_id, team_id=team)
            case "organization":
                return Hours(ticket.desk_id, organization_id=ticket.organization_id)
            case "location":
                return Hours(ticket.desk_id, location_id=ticket.location_id)
        return Hours(ticket.desk_id, ticket.organization_id, team, ticket.location_id)


@dataclass(frozen=True)
class Rulebook:
    """All versions of all policies of the desks on which a ticket was."""

    rules: Sequence[Rule]

    def in_force(self, ticket: Snapshot, level: str, at: datetime) -> Sequence[Rule]:
        """The newest version of each policy of the desk that counts for the ticket at that instant, in order."""
        begun, opened = bisect_right(self._begins, at), bisect_right(self._begins, ticket.created_at)
        asked = (ticket.desk_id, level, begun, opened)
        if asked not in self._known:
            self._known[asked] = self._newest(ticket, level, at)
        return self._known[asked]

    def matching(self, ticket: Snapshot, level: str, at: datetime) -> Rule | None:
        """The first that covers the ticket."""
        return next((one for one in self.in_force(ticket, level, at) if one.covers(ticket, at)), None)

    def turns(self, start: datetime, end: datetime) -> Sequence[datetime]:
        """Instants between two others at which promises come or go by themselves."""
        return self._turns[bisect_right(self._turns, start) : bisect_right(self._turns, end)]

    def _newest(self, ticket: Snapshot, level: str, at: datetime) -> Sequence[Rule]:
        newest: dict[int, Rule] = {}
        for rule in self.rules:
            if rule.desk_id != ticket.desk_id or rule.active_from > at:
                continue
            if rule.only_new and ticket.created_at < rule.active_from:
                continue
            known = newest.get(rule.policy_id)
            if known is None or known.number < rule.number:
                newest[rule.policy_id] = rule
        found = (one for one in newest.values() if one.terms.level == level)
        return sorted(found, key=lambda one: (one.position, one.policy_id))

    @cached_property
    def _begins(self) -> Sequence[datetime]:
        return sorted({one.active_from for one in self.rules})

    @cached_property
    def _turns(self) -> Sequence[datetime]:
        found = {instant for one in self.rules for instant in (one.active_from, one.since, one.until) if instant}
        return sorted(found)

    @cached_property
    def _known(self) -> dict[tuple[int, str, int, int], Sequence[Rule]]:
        """What is in force changes only where a version begins: it is looked up once between two such instants."""
        return {}
