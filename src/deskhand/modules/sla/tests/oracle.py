"""What becomes of promises, found by counting the ticks of a ticket's life: nothing of how the engine computes.

A tick is a minute or a second; all that happens lies on one. Each tick of some months is laid out as open or closed,
and whatever is asked is counted there; where nothing happens, many ticks are taken at once. A promise that is made
later is found by living the whole life again as if it had been made at the beginning. Rules, moments and calendars come
in as values; what is open is asked of :mod:`deskhand.calendars.tests.oracle`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from deskhand.calendars.reckoning import DatedHours
from deskhand.calendars.tests.oracle import Counter
from deskhand.modules.sla.engine.rules import Rule
from deskhand.modules.sla.engine.values import Hours
from deskhand.modules.sla.terms import Goal, Target
from deskhand.tickets.moments import Moment, Snapshot

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)

LEAP = 3_600
"""Ticks that are counted at once while what is looked for lies beyond them."""

Look = Callable[[datetime, "Sequence[Tape]"], None]


class Times:
    """Open ticks of some calendars around a date, and business days."""

    def __init__(self, choose: Callable[[Hours], DatedHours], around: date, days: int, tick: timedelta) -> None:
        self.choose, self.around, self.days, self.tick = choose, around, days, tick
        self.begins = datetime.combine(around, time(), UTC) - timedelta(days=days)
        self._opened: dict[Any, bytes] = {}

    def opened(self, hours: Hours) -> bytes:
        """For each tick since :attr:`begins` whether it counts."""
        calendar = self.choose(hours)
        rules = tuple(calendar.editions)
        if rules not in self._opened:
            minutes = Counter(rules, self.around, self.days).open
            of_a_minute = [bytes([is_open]) * int(MINUTE / self.tick) for is_open in (0, 1)]
            self._opened[rules] = b"".join(of_a_minute[one] for one in minutes)
        return self._opened[rules]

    def counted(self, hours: Hours, first: int, last: int) -> int:
        """How many ticks count from one place up to another. Raises TooFar beyond what was laid out."""
        opened = self.opened(hours)
        if first < 0 or last > len(opened):
            raise TooFar
        return opened.count(1, first, last)

    def after(self, hours: Hours, first: int, many: int) -> int:
        """The place by which so many ticks have counted. Raises TooFar beyond what was laid out."""
        opened, at, left = self.opened(hours), first, many
        while left > 0:
            if not 0 <= at < len(opened):
                raise TooFar
            ahead = opened.count(1, at, at + LEAP)
            if ahead < left:
                left, at = left - ahead, at + LEAP
            else:
                left, at = left - opened[at], at + 1
        return at

    def place(self, at: datetime) -> int:
        """How many ticks lie before an instant."""
        return (at - self.begins) // self.tick

    def deadline(self, goal: Goal, hours: Hours, start: datetime) -> datetime:
        """The time of day, so many days on which something opens after the day of the start."""
        calendar = self.choose(hours)
        zone, day, wanted = calendar.zone_info, start.astimezone(calendar.zone_info).date(), goal.days or 0
        while True:
            if self._is_business_day(calendar, day):
                at = datetime.combine(day, time(), zone) + timedelta(seconds=goal.by or 0)
                if wanted <= 0 and at >= start:
                    return at.astimezone(UTC)
                wanted -= 1
            day += timedelta(days=1)

    def _is_business_day(self, calendar: DatedHours, day: date) -> bool:
        noon = datetime.combine(day, time(12), calendar.zone_info)
        rules = [hours for since, hours in calendar.editions if since is None or since <= noon]
        return bool(rules[-1].windows_on(day))


@dataclass
class Tape:
    """A clock: what held in each tick of its life. ``stretches`` says whether it ran, by which calendar, for how many
    ticks."""

    level: str
    key: str
    cycle: int
    team_id: int | None
    began: datetime
    goal: Goal
    hours: Hours
    version_id: int
    is_running: bool
    stretches: list[tuple[bool, Hours, int]] = field(default_factory=list)
    ended: datetime | None = None
    ended_by: str = ""
    outcome: str = ""

    @property
    def length(self) -> int:
        """Ticks of its life so far."""
        return sum(many for _runs, _hours, many in self.stretches)

    def counted(self, times: Times, until: datetime) -> int:
        """Seconds that have counted."""
        at, last, found = times.place(self.began), times.place(until), 0
        for is_running, hours, many in self.stretches:
            if is_running and at < last:
                found += times.counted(hours, at, min(at + many, last))
            at += many
        return found * int(times.tick.total_seconds())

    def promised(self, times: Times) -> int:
        """Seconds that are promised."""
        if not self.goal.is_relative:
            return int(self.goal.seconds or 0)
        until = times.place(times.deadline(self.goal, self.hours, self.began))
        return times.counted(self.hours, times.place(self.began), until) * int(times.tick.total_seconds())

    def due(self, times: Times) -> datetime | None:
        """When it is due; None if a pause holds it up. What has ended would have gone on."""
        if not self.goal.is_relative:
            return self._reached(times, self.promised(times))
        until = times.deadline(self.goal, self.hours, self.began)
        if all(is_running for is_running, _hours, _many in self.stretches) and (self.is_running or self.ended):
            return until
        found = self._reached(times, self.promised(times))
        return None if found is None else max(found, until)

    def _reached(self, times: Times, seconds: int) -> datetime | None:
        """The first instant after so much has counted, at the earliest when it ran first."""
        at, left = times.place(self.began), seconds // int(times.tick.total_seconds())
        for is_running, hours, many in self.stretches:
            if is_running and (here := times.counted(hours, at, at + many)) >= left:
                return times.begins + times.after(hours, at, left) * times.tick
            left -= here if is_running else 0
            at += many
        if self.ended is None and not self.is_running:
            return None
        return times.begins + times.after(self.hours, at, left) * times.tick


class TooFar(Exception):
    """Beyond what was laid out: nothing is said about it."""


@dataclass
class _Held:
    """What was promised at the moment before."""

    rule: Rule
    target: Target
    goal: Goal


class Oracle:
    """Lives the life of a ticket at one level."""

    def __init__(self, level: str, rules: Sequence[Rule], times: Times) -> None:
        self.level, self.rules, self.times = level, rules, times
        self.tapes: list[Tape] = []
        self.held: dict[str, _Held] = {}
        self.start_held: dict[str, bool] = {}
        self.past: list[Moment] = []
        self.alone: _Held | None = None

    def live(self, moments: Sequence[Moment], until: datetime, look: Look | None = None) -> list[Tape]:
        """All clocks as they stood at ``until``. ``look`` sees them whenever something has happened, and then."""
        at, waiting = moments[0].at, list(moments)
        has_arrived = False
        while at <= until:
            come = [one for one in waiting if one.at == at]
            waiting = [one for one in waiting if one.at > at]
            if not come and self.past and not self.alone and self._turns(at):
                come = [Moment(0, at, "policy", frozenset(), None, {}, self.past[-1].after)]
            for moment in come:
                is_first = not has_arrived and not _away(moment.after)
                has_arrived = has_arrived or is_first
                self._take(_said(moment, "created") if is_first else moment)
            if look and (come or at == until):
                look(at, self.tapes)
            if at == until:
                break
            following = min([one.at for one in waiting] + self._turns_after(at) + [until])
            self._pass(following - at)
            at = following
        return self.tapes

    def _turns(self, at: datetime) -> bool:
        return any(at in (one.active_from, one.since, one.until) for one in self.rules)

    def _turns_after(self, at: datetime) -> list[datetime]:
        found = {turn for one in self.rules for turn in (one.active_from, one.since, one.until)}
        return [turn for turn in found if turn and turn > at]

    def _pass(self, so_long: timedelta) -> None:
        many = so_long // self.times.tick
        for tape in self._open():
            tape.stretches.append((tape.is_running, tape.hours, many))

    def _take(self, moment: Moment) -> None:
        self.past.append(moment)
        if _away(moment.after):
            for tape in self._open():
                self._end(tape, moment, "away", "cancelled")
            return
        for key in {one.key for one in self.tapes}:
            last = self._last(key)
            if last and last.ended_by == "away":
                self._go_on(last, moment)
        for tape in self._open():
            held = self.held.get(tape.key)
            if held and self._holds(held, "cancel", moment):
                self._end(tape, moment, "cancel", "cancelled")
            elif held and self._holds(held, "stop", moment):
                self._end(tape, moment, "stop")
        wanted = self._wanted(moment)
        for key in list(self.held):
            if key not in wanted:
                self._let_go(key, moment)
        for key, held in wanted.items():
            self._promise(key, held, moment)

    def _wanted(self, moment: Moment) -> dict[str, _Held]:
        if self.alone:
            return {self.alone.target.key: self.alone}
        rule = self._covering(moment.after, moment.at)
        found = {}
        for target in rule.terms.targets if rule else ():
            goal = target.goals.get(moment.after.priority, target.goals.get(0))
            if rule and goal:
                found[target.key] = _Held(rule, target, goal)
        return found

    def _covering(self, ticket: Snapshot, at: datetime) -> Rule | None:
        newest: dict[int, Rule] = {}
        for rule in sorted(self.rules, key=lambda one: one.number):
            is_for_it = not rule.only_new or ticket.created_at >= rule.active_from
            if rule.desk_id == ticket.desk_id and rule.active_from <= at and is_for_it:
                newest[rule.policy_id] = rule
        for rule in sorted(newest.values(), key=lambda one: (one.position, one.policy_id)):
            begun = rule.since is None or rule.since <= at
            over = rule.until is not None and rule.until <= at
            counts = rule.terms.level == self.level and rule.is_on and begun and not over
            if counts and (not rule.terms.query or rule.tests[rule.terms.query](ticket)):
                return rule
        return None

    def _let_go(self, key: str, moment: Moment) -> None:
        last = self._last(key)
        if last and last.ended is None:
            if self.level == "sla":
                self._end(last, moment, "unmatched", "cancelled")
            else:
                self._end(last, moment, "stop")
        del self.held[key]
        self.start_held[key] = False

    def _promise(self, key: str, held: _Held, moment: Moment) -> None:
        before = self.held.get(key)
        self.held[key] = held
        is_other = before is None or before.rule.policy_id != held.rule.policy_id
        last = self._last(key)
        is_open = last is not None and last.ended is None
        if not is_open and is_other and len(self.past) > 1 and self.level != "uc" and not self.alone:
            self._as_if_always(key, held, moment)
            return
        if last is not None and is_open:
            if is_other and not held.rule.terms.retroactive_start:
                self._end(last, moment, "replaced", "cancelled")
                self._begin(held, moment)
            else:
                self._goes_by(last, held, moment)
        self._by_conditions(key, held, moment)

    def _goes_by(self, tape: Tape, held: _Held, moment: Moment) -> None:
        tape.goal, tape.version_id = held.goal, held.rule.version_id
        tape.hours = _hours(held.rule, moment.after, tape.team_id)

    def _by_conditions(self, key: str, held: _Held, moment: Moment) -> None:
        last = self._last(key)
        if last and last.ended is None and self._holds(held, "reset", moment):
            self._end(last, moment, "reset", "cancelled")
            self._begin(held, moment)
        elif last and last.ended is not None and "reopened" in moment.words:
            is_same_team = last.team_id in (None, moment.after.team_id)
            if is_same_team and (
                last.ended_by == "cancel" or (last.ended_by == "stop" and held.target.reopens == "continue")
            ):
                self._go_on(last, moment)
                last.is_running = True
                self._goes_by(last, held, moment)
        last = self._last(key)
        start = held.target.conditions.start
        starts = self._holds(held, "start", moment) if start.words or start.query else self.level == "uc"
        did, self.start_held[key] = self.start_held.get(key, False), starts
        if last and last.ended is None:
            last.is_running = not self._rests(held, moment, not last.is_running)
        elif starts and (start.words or not did) and not self._holds(held, "cancel", moment):
            self._begin(held, moment)

    def _rests(self, held: _Held, moment: Moment, was_resting: bool) -> bool:
        conditions = held.target.conditions
        if self._holds(held, "pause", moment) or (conditions.pauses and moment.after.pauses):
            return True
        has_resume = bool(conditions.resume.words or conditions.resume.query)
        return was_resting and has_resume and not self._holds(held, "resume", moment)

    def _begin(self, held: _Held, moment: Moment) -> None:
        team = moment.after.team_id if self.level == "ola" else None
        if self.level == "ola" and team is None:
            return
        key = held.target.key
        last = self._last(key)
        self.tapes.append(
            Tape(
                self.level,
                key,
                last.cycle + 1 if last else 1,
                team,
                moment.at,
                held.goal,
                _hours(held.rule, moment.after, team),
                held.rule.version_id,
                not self._rests(held, moment, False),
            )
        )

    def _as_if_always(self, key: str, held: _Held, now: Moment) -> None:
        again = Oracle(self.level, self.rules, self.times)
        again.alone = held
        found = again.live(self.past, now.at)
        self.start_held[key] = again.start_held.get(key, False)
        tape = next((one for one in found if one.ended is None), None)
        if tape is None or tape.team_id not in (None, now.after.team_id):
            return
        last = self._last(key)
        tape.cycle = last.cycle + 1 if last else 1
        tape.hours = _hours(held.rule, now.after, tape.team_id)
        if not held.rule.terms.retroactive_start:
            tape.began, tape.stretches = now.at, []
        elif not held.rule.terms.retroactive_pause:
            tape.stretches = [(True, tape.hours, tape.length)] if tape.length else []
        else:
            tape.stretches = [(is_running, tape.hours, many) for is_running, _hours, many in tape.stretches]
        self.tapes.append(tape)

    def _go_on(self, tape: Tape, moment: Moment) -> None:
        missed = (moment.at - tape.began) // self.times.tick - tape.length
        if missed > 0:
            tape.stretches.append((False, tape.hours, missed))
        tape.ended, tape.ended_by, tape.outcome = None, "", ""

    def _end(self, tape: Tape, moment: Moment, why: str, outcome: str = "") -> None:
        tape.ended, tape.ended_by, tape.outcome = moment.at, why, outcome
        if not outcome:
            try:
                due = tape.due(self.times)
            except TooFar:
                due = None
            tape.outcome = "missed" if due is not None and due < moment.at else "met"

    def _holds(self, held: _Held, name: str, moment: Moment) -> bool:
        condition = getattr(held.target.conditions, name)
        if not condition.words and not condition.query:
            return False
        if condition.words and not set(condition.words) & set(moment.words):
            return False
        return not condition.query or held.rule.tests[condition.query](moment.after)

    def _open(self) -> list[Tape]:
        return [one for one in self.tapes if one.ended is None]

    def _last(self, key: str) -> Tape | None:
        return next((one for one in reversed(self.tapes) if one.key == key), None)


def _away(ticket: Snapshot) -> bool:
    return ticket.is_spam or ticket.deleted or ticket.merged


def _said(moment: Moment, word: str) -> Moment:
    return Moment(
        moment.event_id,
        moment.at,
        moment.code,
        moment.words | {word},
        moment.actor_id,
        moment.values,
        moment.after,
    )


def _hours(rule: Rule, ticket: Snapshot, team: int | None) -> Hours:
    desk, team = ticket.desk_id, ticket.team_id if team is None else team
    whose = {
        "always": Hours(),
        "own": Hours(calendar_id=rule.terms.calendar_id),
        "desk": Hours(desk),
        "team": Hours(desk, team_id=team),
        "organization": Hours(desk, organization_id=ticket.organization_id),
        "location": Hours(desk, location_id=ticket.location_id),
    }
    return whose.get(rule.terms.source) or Hours(desk, ticket.organization_id, team, ticket.location_id)
