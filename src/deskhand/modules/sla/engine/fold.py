"""From a story to clocks: moment by moment, what was promised decides what begins, rests, goes on and ends.

At a moment the order is: spam, bin and merging first; then, by the terms that held until now, cancel and stop; then the
terms that hold from now on, under which a clock goes on with all that has counted; then reset, start, pause and resume.
A promise that is made later to a ticket (a new policy, another priority) looks back at the whole story: with a
retroactive start its clock is the one that it would have had from the beginning.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from deskhand.modules.sla.engine import reckon
from deskhand.modules.sla.engine.rules import Rule, Rulebook
from deskhand.modules.sla.engine.values import CANCELLED, MET, MISSED, PAUSED, RUNNING, Calendars, Life, Span
from deskhand.modules.sla.terms import Goal, Target
from deskhand.tickets.as_it_was import Moment, Snapshot, Story

LEVELS = ("sla", "ola", "uc")

LOOKS_BACK = frozenset({"sla", "ola"})
"""Levels at which a promise that is made later asks what was before; at a supplier a clock begins when it matches."""

POLICY = "policy"
"""The cause of what follows from a policy's coming or going, not from a fact about the ticket."""


@dataclass(frozen=True)
class _Promise:
    """What holds for a ticket at a moment: a target of the rule that covers it, and its goal."""

    rule: Rule
    target: Target
    goal: Goal

    def holds(self, name: str, moment: Moment) -> bool:
        """Whether one of the six conditions holds."""
        return self.rule.holds(getattr(self.target.conditions, name), moment)

    @property
    def policy_id(self) -> int:
        return self.rule.policy_id


@dataclass
class _Row:
    """The clocks of one target on a ticket, the newest last; what was promised, and whether its start held, at the
    moment before."""

    lives: list[Life] = field(default_factory=list)
    promise: _Promise | None = None
    held: bool = False

    @property
    def open(self) -> Life | None:
        return self.lives[-1] if self.lives and self.lives[-1].is_open else None

    @property
    def next_cycle(self) -> int:
        return self.lives[-1].cycle + 1 if self.lives else 1


def fold(story: Story, book: Rulebook, calendars: Calendars, at: datetime) -> tuple[Life, ...]:
    """All clocks of a ticket as they stood at ``at``, in the order in which they began."""
    moments = _arrived([one for one in story.moments if one.at <= at])
    if not moments:
        return ()
    found: list[Life] = []
    for level in LEVELS:
        folding = _Folding(level, book, calendars)
        seen: list[Moment] = []
        for moment in _with_turns(moments, book, at):
            seen.append(moment)
            folding.take(moment, seen)
        found += [life for row in folding.rows.values() for life in row.lives]
    return tuple(sorted(found, key=lambda one: (one.began, LEVELS.index(one.level), one.key, one.cycle)))


def _arrived(moments: Sequence[Moment]) -> list[Moment]:
    """A ticket that came in as spam is opened, as far as promises go, when it is found to be none."""
    first = next((place for place, one in enumerate(moments) if not is_away(one.after)), 0)
    opened = [replace(one, words=one.words | {"created"}) for one in moments[first : first + 1]]
    return [*moments[:first], *opened, *moments[first + 1 :]] if first else list(moments)


def _with_turns(moments: Sequence[Moment], book: Rulebook, at: datetime) -> Iterator[Moment]:
    """The story with the instants put in at which promises came or went by themselves."""
    for here, following in zip(moments, [*moments[1:], None], strict=True):
        yield here
        until = following.at if following else at
        for turn in book.turns(here.at, until):
            if following is None or turn < following.at:
                yield Moment(0, turn, POLICY, frozenset(), None, {}, here.after)


def is_away(ticket: Snapshot) -> bool:
    """Spam, in the bin, or merged into another: nothing is promised for it."""
    return ticket.is_spam or ticket.deleted or ticket.merged


class _Folding:
    """The clocks of one level, while the story goes on."""

    def __init__(self, level: str, book: Rulebook, calendars: Calendars) -> None:
        self.level, self.book, self.calendars = level, book, calendars
        self.rows: dict[str, _Row] = {}

    def take(self, moment: Moment, seen: Sequence[Moment]) -> None:
        """One moment more; ``seen`` ends with it."""
        if is_away(moment.after):
            for row in self.rows.values():
                self._end(row, moment, "away", CANCELLED)
            return
        self._come_back(moment)
        for row in self.rows.values():
            self._end_by_its_own_terms(row, moment)
        wanted = self._wanted(moment)
        for key, row in self.rows.items():
            if key not in wanted:
                self._no_longer(row, moment)
        for key, promise in wanted.items():
            self._go_on_under(self.rows.setdefault(key, _Row()), promise, moment, seen)

    def _wanted(self, moment: Moment) -> dict[str, _Promise]:
        rule = self.book.matching(moment.after, self.level, moment.at)
        found = ((one, one.goal(moment.after.priority)) for one in rule.targets(moment.after)) if rule else ()
        return {one.key: _Promise(rule, one, goal) for one, goal in found if rule is not None and goal is not None}

    def _come_back(self, moment: Moment) -> None:
        for row in self.rows.values():
            if row.lives and row.lives[-1].ended_by == "away":
                self._continue(row, moment, row.lives[-1].last.state)

    def _end_by_its_own_terms(self, row: _Row, moment: Moment) -> None:
        if row.open is None or row.promise is None:
            return
        if row.promise.holds("cancel", moment):
            self._end(row, moment, "cancel", CANCELLED)
        elif row.promise.holds("stop", moment):
            self._end(row, moment, "stop")

    def _no_longer(self, row: _Row, moment: Moment) -> None:
        """Nothing is promised any more. Between teams and at a supplier, that is how a clock stops."""
        if self.level == "sla":
            self._end(row, moment, "unmatched", CANCELLED)
        else:
            self._end(row, moment, "stop")
        row.promise, row.held = None, False

    def _go_on_under(self, row: _Row, promise: _Promise, moment: Moment, seen: Sequence[Moment]) -> None:
        """A clock that runs goes on under the terms that hold now; a promise that is new looks back."""
        before, row.promise = row.promise, promise
        is_other = before is None or before.policy_id != promise.policy_id
        if row.open is None and is_other and len(seen) > 1 and self.level in LOOKS_BACK:
            self._look_back(row, promise, seen)
            return
        if row.open is not None:
            self._retarget(row, row.open, promise, moment, is_other=is_other)
        self._move(row, promise, moment)

    def _retarget(self, row: _Row, life: Life, promise: _Promise, moment: Moment, *, is_other: bool) -> None:
        if is_other and not promise.rule.terms.retroactive_start:
            self._end(row, moment, "replaced", CANCELLED)
            self._begin(row, promise, moment)
            return
        hours, version_id = promise.rule.hours(moment.after, life.team_id), promise.rule.version_id
        last = life.last
        if (last.version_id, _said(last.goal), last.hours) == (version_id, _said(promise.goal), hours):
            return
        goal = reckon.fixed(promise.goal, self.calendars(hours), life.began)
        row.lives[-1] = life.turned(
            moment.at, moment.event_id, moment.code, version_id=version_id, goal=goal, hours=hours
        )

    def _move(self, row: _Row, promise: _Promise, moment: Moment) -> None:
        """Reset, start, pause and resume by the terms that hold now."""
        start = promise.target.conditions.start
        if row.open is not None and promise.holds("reset", moment):
            self._end(row, moment, "reset", CANCELLED)
            self._begin(row, promise, moment)
        self._reopen(row, promise, moment)
        holds = promise.holds("start", moment) if start.is_there else self.level == "uc"
        is_new = holds and (bool(start.words) or not row.held)
        row.held = holds
        if row.open is not None:
            self._rest_or_go_on(row, row.open, promise, moment)
        elif is_new and not promise.holds("cancel", moment):
            self._begin(row, promise, moment)

    def _reopen(self, row: _Row, promise: _Promise, moment: Moment) -> None:
        """A promise that was kept or missed goes on when its ticket is reopened, if the terms say so; one that was
        cancelled with its ticket always does."""
        if row.open is not None or not row.lives or "reopened" not in moment.words:
            return
        last = row.lives[-1]
        if last.team_id is not None and last.team_id != moment.after.team_id:
            return
        if last.ended_by == "cancel" or (last.ended_by == "stop" and promise.target.reopens == "continue"):
            life = self._continue(row, moment, RUNNING)
            self._retarget(row, life, promise, moment, is_other=False)

    def _continue(self, row: _Row, moment: Moment, state: str) -> Life:
        found = row.lives[-1] = row.lives[-1].continued(moment.at, moment.event_id, moment.code, state)
        return found

    def _rest_or_go_on(self, row: _Row, life: Life, promise: _Promise, moment: Moment) -> None:
        rests = _rests(promise, moment, is_paused=not life.last.runs)
        if life.last.runs == rests:
            state = PAUSED if rests else RUNNING
            row.lives[-1] = life.turned(moment.at, moment.event_id, moment.code, state=state)

    def _begin(self, row: _Row, promise: _Promise, moment: Moment) -> None:
        team_id = moment.after.team_id if self.level == "ola" else None
        if self.level == "ola" and team_id is None:
            return
        hours = promise.rule.hours(moment.after, team_id)
        state = PAUSED if _rests(promise, moment, is_paused=False) else RUNNING
        goal = reckon.fixed(promise.goal, self.calendars(hours), moment.at)
        version_id = promise.rule.version_id
        first = Span(state, moment.at, None, moment.event_id, moment.code, version_id, goal, hours)
        row.lives.append(Life(self.level, promise.target.key, row.next_cycle, (first,), team_id))

    def _end(self, row: _Row, moment: Moment, ended_by: str, outcome: str = "") -> None:
        life = row.open
        if life is None:
            return
        done = life.finished(moment.at, ended_by, outcome)
        if not outcome:
            due = reckon.due(done, self.calendars)
            done = replace(done, outcome=MISSED if due is not None and moment.at > due else MET)
        row.lives[-1] = done

    def _look_back(self, row: _Row, promise: _Promise, seen: Sequence[Moment]) -> None:
        """A promise that is made only now: what would its clock be if it had been made at the beginning?"""
        alone = _Folding(self.level, self.book, self.calendars)
        before = alone.rows[promise.target.key] = _Row(promise=promise)
        for moment in seen:
            if is_away(moment.after):
                alone._end(before, moment, "away", CANCELLED)
                continue
            alone._come_back(moment)
            alone._end_by_its_own_terms(before, moment)
            alone._move(before, promise, moment)
        row.held = before.held
        if before.open is not None and before.open.team_id in (None, seen[-1].after.team_id):
            found = replace(before.open, cycle=row.next_cycle)
            row.lives.append(self._attached(found, promise, seen[-1]))

    def _attached(self, life: Life, promise: _Promise, now: Moment) -> Life:
        """The clock that a promise made now gets, by its settings for what lies before."""
        terms, hours = promise.rule.terms, promise.rule.hours(now.after, life.team_id)
        if not terms.retroactive_start:
            goal = reckon.fixed(promise.goal, self.calendars(hours), now.at)
            only = replace(life.last, began=now.at, event_id=now.event_id, cause=now.code, goal=goal, hours=hours)
            return replace(life, spans=(only,))
        goal = reckon.fixed(promise.goal, self.calendars(hours), life.began)
        spans = [replace(span, goal=goal, hours=hours) for span in life.spans]
        if not terms.retroactive_pause:
            spans = _without_pauses(spans, now)
        return replace(life, spans=tuple(spans))


def _rests(promise: _Promise, moment: Moment, *, is_paused: bool) -> bool:
    """Whether the clock stands still after a moment: in a status that pauses, while ``pause`` holds, and afterwards
    until ``resume`` does, where there is one."""
    conditions = promise.target.conditions
    if (conditions.pauses and moment.after.pauses) or promise.holds("pause", moment):
        return True
    return is_paused and conditions.resume.is_there and not promise.holds("resume", moment)


def _without_pauses(spans: Sequence[Span], now: Moment) -> list[Span]:
    """All that lies before counts; what rests, rests from now on."""
    last, counted = spans[-1], [replace(span, state=RUNNING) for span in spans]
    if last.runs or last.began == now.at:
        return [*counted[:-1], last]
    return [
        *counted[:-1],
        replace(counted[-1], ended=now.at),
        replace(last, began=now.at, event_id=now.event_id, cause=now.code),
    ]


def _said(goal: Goal) -> tuple[float | None, int | None, int | None]:
    """What a goal says, without what was computed of it."""
    return (None if goal.is_relative else goal.seconds, goal.days, goal.by)
