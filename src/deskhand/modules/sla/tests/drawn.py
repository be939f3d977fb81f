"""Stories, policies and calendars by chance, close to what is awkward. The same seed gives the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from deskhand.calendars.hours import Hours
from deskhand.calendars.reckoning import DatedHours
from deskhand.calendars.windows import Window
from deskhand.modules.sla import terms
from deskhand.modules.sla.engine.rules import Rule, Rulebook, Test
from deskhand.modules.sla.metrics import CONDITIONS, REOPENS, Metric
from deskhand.tickets.changes import words
from deskhand.tickets.moments import Moment, Snapshot, Story

DESK, OTHER_DESK = 1, 2
VENDOR = 9
"""The team that is a supplier."""

FIRST = Snapshot(
    id=1, number=1, desk_id=DESK, kind="incident", status_id=1, status_key="new", category="new", pauses=False,
    priority=2, team_id=1, assignee_id=None, requester_id=1, affected_id=None, organization_id=1, location_id=1,
    service_id=None, channel="web", tag_ids=frozenset(), created_at=datetime(2026, 1, 1, tzinfo=UTC), is_spam=False,
    deleted=False, merged=False, last_side="requester",
)  # fmt: skip

LEAP_DAY = (2, 29)
"""Closed each year, it is closed in one of four."""

OPEN, HOLD = ("open", "open", False), ("on_hold", "on_hold", True)
STATUSES = [
    OPEN,
    OPEN,
    HOLD,
    HOLD,
    ("resolved",) * 2 + (False,),
    ("closed",) * 2 + (False,),
    ("cancelled",) * 2 + (False,),
]

DEEDS: list[tuple[str, Callable[[Snapshot, int], dict[str, Any]]]] = [
    ("ticket.requester_replied", lambda now, n: {"last_side": "requester"}),
    ("ticket.replied", lambda now, n: {"last_side": "agent"}),
    ("ticket.noted", lambda now, n: {}),
    ("ticket.status_changed", lambda now, n: _status(STATUSES[n % len(STATUSES)])),
    ("ticket.status_changed", lambda now, n: _status(OPEN if now.pauses or n % 3 else HOLD)),
    ("ticket.priority_changed", lambda now, n: {"priority": 4 if now.priority < 4 else 1}),
    ("ticket.priority_changed", lambda now, n: {"priority": 1 + n % 4}),
    ("ticket.assigned", lambda now, n: {"assignee_id": None if now.assignee_id else 1 + n % 3}),
    ("ticket.team_changed", lambda now, n: {"team_id": [1, 2, 3, VENDOR, None][n % 5]}),
    ("ticket.changed", lambda now, n: {"kind": ["incident", "request"][n % 2]}),
    ("ticket.changed", lambda now, n: {"organization_id": [1, 2, None][n % 3], "requester_id": 1 + n % 3}),
    ("ticket.changed", lambda now, n: {"location_id": [1, 2, None][n % 3]}),
    ("ticket.tagged", lambda now, n: {"tag_ids": frozenset() if now.tag_ids else frozenset({7})}),
    ("ticket.merged_in", lambda now, n: {}),
    ("ticket.moved", lambda now, n: {"desk_id": DESK if now.desk_id == OTHER_DESK else OTHER_DESK, "team_id": None}),
]
"""Codes of facts, and what they change."""

AWAY = {
    "is_spam": ("ticket.marked_spam", "ticket.unmarked_spam"),
    "deleted": ("ticket.deleted", "ticket.restored"),
    "merged": ("ticket.merged", "ticket.unmerged"),
}
"""What takes a ticket away and brings it back."""

QUERIES: Mapping[str, Test] = {
    "priority:urgent": lambda ticket: ticket.priority == 4,
    "organization:2": lambda ticket: ticket.organization_id == 2,
    "kind:incident": lambda ticket: ticket.kind == "incident",
    "team:2": lambda ticket: ticket.team_id == 2,
    "team:vendor": lambda ticket: ticket.team_id == VENDOR,
    "tag:waiting": lambda ticket: 7 in ticket.tag_ids,
    "is:open": lambda ticket: ticket.category in ("new", "open", "on_hold"),
    "is:unassigned is:open": lambda ticket: (
        ticket.assignee_id is None and ticket.category in ("new", "open", "on_hold")
    ),
}


def _status(to: tuple[str, str, bool]) -> dict[str, Any]:
    return {"status_key": to[0], "category": to[1], "pauses": to[2]}


def story(chance: Random, begins: datetime, tick: timedelta, within: int, most: int) -> Story:
    """A ticket to which up to ``most`` things happen within so many ticks; some at the same instant. One of six was
    split off another one: that is told with its beginning."""
    now = replace(FIRST, created_at=begins, is_spam=chance.random() < 0.1, priority=chance.randint(1, 4))
    moments = [Moment(1, begins, "ticket.created", words("ticket.created", {}, None, now), 1, {}, now)]
    if chance.random() < 1 / 6:
        told = words("ticket.split_off", {}, now, now)
        moments.append(Moment(2, begins, "ticket.split_off", told, 1, {"number": 2, "messages": 1}, now))
    for _each in range(chance.randint(0, most)):
        code, after = _deed(chance, now)
        if said := words(code, {}, now, after):
            gap = chance.choice([0, 1, chance.randint(1, max(2, 2 * within // most))])
            moments.append(Moment(len(moments) + 1, moments[-1].at + gap * tick, code, said, 1, {}, after))
            now = after
    return Story(1, tuple(moments))


def _deed(chance: Random, now: Snapshot) -> tuple[str, Snapshot]:
    """What happens next. Who is away comes back soon."""
    away = [name for name in AWAY if getattr(now, name)]
    if chance.random() < (0.6 if away else 0.08):
        name = chance.choice(away or [*AWAY])
        gone: dict[str, Any] = {name: not away}
        return AWAY[name][bool(away)], replace(now, **gone)
    code, change = chance.choice(DEEDS)
    return code, replace(now, **change(now, chance.randint(0, 60)))


def flipping(chance: Random, found: Story, tick: timedelta, flips: int) -> Story:
    """The story goes on with so many changes between a status that pauses and one that does not, and of priority."""
    moments = list(found.moments)
    for _each in range(flips):
        now = moments[-1].after
        change = {"priority": 1 + now.priority % 4} if chance.random() < 0.2 else _status(OPEN if now.pauses else HOLD)
        code = "ticket.priority_changed" if "priority" in change else "ticket.status_changed"
        after = replace(now, **change)
        at = moments[-1].at + chance.randint(0, 15) * tick
        moments.append(Moment(len(moments) + 1, at, code, words(code, {}, now, after), 1, {}, after))
    return Story(found.ticket_id, tuple(moments))


def book(chance: Random, begins: datetime, tick: timedelta, within: int) -> Rulebook:
    """One to three policies at any level, with versions that come before, within and after a story."""
    rules = []
    for policy in range(1, chance.randint(2, 4)):
        level, desk = chance.choice(["sla", "sla", "ola", "uc"]), chance.choice([DESK, DESK, DESK, OTHER_DESK])
        for number in range(1, chance.randint(2, 4)):
            ago = within if number == 1 and chance.random() < 0.6 else chance.randint(-within, within // 2)
            rules.append(_version(chance, (policy, number), level, desk, begins - ago * tick, tick, within))
    return Rulebook(rules)


def _version(
    chance: Random, which: tuple[int, int], level: str, desk: int, since: datetime, tick: timedelta, within: int
) -> Rule:
    first, last = since + chance.randint(0, within) * tick, since + chance.randint(0, 2 * within) * tick
    return Rule(
        version_id=10 * which[0] + which[1],
        policy_id=which[0],
        desk_id=desk,
        number=which[1],
        active_from=since,
        position=chance.randint(0, 2),
        is_on=chance.random() > 0.15,
        only_new=chance.random() < 0.15,
        terms=terms.read(said(chance, level, tick, within)),
        tests=QUERIES,
        since=first if chance.random() < 0.15 else None,
        until=last if chance.random() < 0.15 else None,
    )


def said(chance: Random, level: str, tick: timedelta, within: int) -> dict[str, Any]:
    """The JSON of a version."""
    source = chance.choice(terms.SOURCES)
    metrics = chance.sample([one.value for one in Metric], chance.randint(1, 3))
    return {
        "level": level,
        "query": "team:vendor" if level == "uc" else chance.choice(["", "", "", *QUERIES]),
        "calendar": {"of": source} | ({"calendar": 3} if source == "own" else {}),
        "retroactive_start": chance.random() < 0.7,
        "retroactive_pause": chance.random() < 0.7,
        "targets": [_target(chance, one, level, tick, within) for one in metrics],
    }


def _target(chance: Random, metric: str, level: str, tick: timedelta, within: int) -> dict[str, Any]:
    own = {name: _condition(chance) for name in CONDITIONS if chance.random() < 0.12}
    if metric == "custom":
        own |= {"start": {"words": ["noted", "created"]}, "stop": {"words": ["resolved"]}}
    if own.get("pause", {}).get("words"):
        own["resume"] = {"words": ["requester_replied", "noted"]}
    kept = {name: one for name, one in own.items() if one["words"] or name not in ("start", "stop")}
    priorities = ["any", *chance.sample(["urgent", "high", "low"], chance.randint(0, 3))]
    goals = {word: _goal(chance, tick, within) for word in priorities}
    if chance.random() < 0.25 and len(goals) > 1:
        del goals["any"]
    found: dict[str, Any] = {"metric": metric, "goals": goals, "conditions": kept}
    if chance.random() < 0.4:
        found["reopens"] = chance.choice(REOPENS)
    if chance.random() < 0.4:
        found["pauses"] = chance.random() < 0.5
    return found


def _goal(chance: Random, tick: timedelta, within: int) -> dict[str, Any]:
    if chance.random() < 0.25:
        return {"days": chance.randint(0, 2), "by": f"{chance.randint(0, 23):02}:{chance.choice(['00', '30'])}"}
    return {"seconds": chance.choice([chance.randint(1, within), chance.randint(1, 240)]) * tick.total_seconds()}


def _condition(chance: Random) -> dict[str, Any]:
    happens = "agent_replied requester_replied resolved reopened priority_changed noted assigned".split()
    return {"words": chance.sample(happens, chance.randint(0, 2)), "query": chance.choice(["", *QUERIES])}


def calendar(chance: Random, zone: str, around: date) -> DatedHours:
    """Rules whose exceptions lie around a date, and sometimes others from an instant near it on."""
    since = datetime.combine(around, time(), UTC) + timedelta(minutes=chance.randint(-4000, 4000))
    later = [(since, _hours(chance, zone, around))] if chance.random() < 0.5 else []
    return DatedHours.of([(None, _hours(chance, zone, around)), *later])


def _hours(chance: Random, zone: str, around: date) -> Hours:
    near = [around + timedelta(days=off) for off in range(-4, 5)]
    each_year = [LEAP_DAY, *((day.month, day.day) for day in near)]
    return Hours(
        zone=zone,
        week=tuple(_windows(chance, 2) for _day in range(7)),  # type: ignore[arg-type]
        holidays=frozenset(chance.sample(near, chance.randint(0, 2))),
        yearly=frozenset(chance.sample(each_year, chance.randint(0, 1))),
        shifts=tuple((day, _windows(chance, 2)) for day in sorted(chance.sample(near, chance.randint(0, 2)))),
        daily_breaks=_windows(chance, 1),
    )


def _windows(chance: Random, most: int) -> tuple[Window, ...]:
    """Some are empty, some go on until the next day."""
    times = [quarter * 900 for quarter in range(97)]
    return tuple(Window(chance.choice(times), chance.choice(times)) for _each in range(chance.randint(0, most)))
