"""Stories and policies as Hypothesis draws them: close to what is awkward."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from deskhand.modules.sla import terms
from deskhand.modules.sla.engine.rules import Rule, Rulebook, Test
from deskhand.modules.sla.metrics import CONDITIONS
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
    ("ticket.status_changed", lambda now, n: _status(OPEN if now.pauses else HOLD)),
    ("ticket.priority_changed", lambda now, n: {"priority": 1 + n % 4}),
    ("ticket.assigned", lambda now, n: {"assignee_id": None if now.assignee_id else 1 + n % 3}),
    ("ticket.team_changed", lambda now, n: {"team_id": [1, 2, 3, VENDOR, None][n % 5]}),
    ("ticket.changed", lambda now, n: {"kind": ["incident", "request"][n % 2]}),
    ("ticket.changed", lambda now, n: {"organization_id": [1, 2, None][n % 3], "requester_id": 1 + n % 3}),
    ("ticket.changed", lambda now, n: {"location_id": [1, 2, None][n % 3]}),
    ("ticket.tagged", lambda now, n: {"tag_ids": frozenset() if now.tag_ids else frozenset({7})}),
    ("ticket.moved", lambda now, n: {"desk_id": DESK if now.desk_id == OTHER_DESK else OTHER_DESK, "team_id": None}),
    ("ticket.marked_spam", lambda now, n: {"is_spam": True}),
    ("ticket.unmarked_spam", lambda now, n: {"is_spam": False}),
    ("ticket.deleted", lambda now, n: {"deleted": True}),
    ("ticket.restored", lambda now, n: {"deleted": False}),
    ("ticket.merged", lambda now, n: {"merged": True}),
    ("ticket.unmerged", lambda now, n: {"merged": False}),
]
"""Codes of facts, and what they change."""

AWAY = {"ticket.marked_spam": "is_spam", "ticket.deleted": "deleted", "ticket.merged": "merged"}

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


@st.composite
def stories(draw: Any, begins: datetime, tick: timedelta, within: int, most: int = 14) -> Story:
    """A ticket to which up to ``most`` things happen within so many ticks; some at the same instant."""
    now = replace(FIRST, created_at=begins, is_spam=draw(st.integers(0, 9)) == 0, priority=draw(st.integers(1, 4)))
    gaps = st.lists(
        st.tuples(st.integers(0, max(2, 2 * within // most)), st.integers(0, len(DEEDS) - 1), st.integers(0, 60)),
        max_size=most,
    )
    moments = [Moment(1, begins, "ticket.created", words("ticket.created", {}, None, now), 1, {}, now)]
    for gap, deed, number in draw(gaps):
        code, change = DEEDS[deed]
        after = replace(now, **change(now, number))
        if said := words(code, {}, now, after):
            moments.append(Moment(len(moments) + 1, moments[-1].at + gap * tick, code, said, 1, {}, after))
            now = after
    return Story(1, tuple(moments))


@st.composite
def books(draw: Any, begins: datetime, tick: timedelta, within: int) -> Rulebook:
    """One to three policies at any level, with versions that come before, within and after a story."""
    rules = []
    for policy in range(1, 1 + draw(st.integers(1, 3))):
        level, desk = (
            draw(st.sampled_from(["sla", "sla", "ola", "uc"])),
            draw(st.sampled_from([DESK, DESK, OTHER_DESK])),
        )
        for number in range(1, 1 + draw(st.integers(1, 3))):
            rules.append(draw(_versions(policy, number, level, desk, begins, tick, within)))
    return Rulebook(rules)


@st.composite
def _versions(
    draw: Any, policy: int, number: int, level: str, desk: int, begins: datetime, tick: timedelta, within: int
) -> Rule:
    found = terms.read(draw(said(level, tick, within)))
    ticks = st.integers(-within // 2, within) if number > 1 or draw(st.booleans()) else st.just(-within)
    instant = ticks.map(lambda n: begins + n * tick)
    days = st.one_of(st.none(), st.none(), st.none(), instant)
    return Rule(
        version_id=10 * policy + number,
        policy_id=policy,
        desk_id=desk,
        number=number,
        active_from=draw(instant),
        position=draw(st.integers(0, 2)),
        is_on=draw(st.integers(0, 5)) > 0,
        only_new=draw(st.integers(0, 5)) == 0,
        terms=found,
        tests=QUERIES,
        since=draw(days),
        until=draw(days),
    )


@st.composite
def said(draw: Any, level: str, tick: timedelta, within: int) -> dict[str, Any]:
    """The JSON of a version."""
    metrics = st.sampled_from("first_response next_response periodic_update time_to_own time_to_resolve custom".split())
    query = "team:vendor" if level == "uc" else draw(st.sampled_from(["", "", *QUERIES]))
    return {
        "level": level,
        "query": query,
        "calendar": draw(
            st.sampled_from(
                [
                    {"of": "always"},
                    {"of": "desk"},
                    {"of": "team"},
                    {"of": "organization"},
                    {"of": "location"},
                    {"of": "own", "calendar": 3},
                    {"of": "ticket"},
                ]
            )
        ),
        "retroactive_start": draw(st.integers(0, 3)) > 0,
        "retroactive_pause": draw(st.integers(0, 3)) > 0,
        "targets": [
            draw(_targets(one, level, tick, within))
            for one in draw(st.lists(metrics, min_size=1, max_size=2, unique=True))
        ],
    }


@st.composite
def _targets(draw: Any, metric: str, level: str, tick: timedelta, within: int) -> dict[str, Any]:
    goal = st.one_of(
        st.integers(1, within).map(lambda n: {"seconds": n * tick.total_seconds()}),
        st.integers(1, within).map(lambda n: {"seconds": n * tick.total_seconds()}),
        st.builds(lambda days, hour: {"days": days, "by": f"{hour:02}:00"}, st.integers(0, 2), st.integers(0, 23)),
    )
    happens = st.sampled_from(
        "agent_replied requester_replied resolved reopened priority_changed noted assigned".split()
    )
    condition = st.fixed_dictionaries(
        {"words": st.lists(happens, max_size=2, unique=True), "query": st.sampled_from(["", *QUERIES])}
    )
    own = {name: draw(condition) for name in CONDITIONS if draw(st.integers(0, 6)) == 0}
    if metric == "custom":
        own |= {"start": {"words": ["noted"]}, "stop": {"words": ["resolved"]}}
    kept = {name: one for name, one in own.items() if name not in ("start", "stop") or one.get("words")}
    if kept.get("pause", {}).get("words"):
        kept["resume"] = {"words": ["requester_replied"]}
    found = {
        "metric": metric,
        "goals": draw(st.dictionaries(st.sampled_from(["any", "any", "urgent", "low"]), goal, min_size=1, max_size=3)),
        "conditions": kept,
    }
    if draw(st.booleans()):
        found["reopens"] = draw(st.sampled_from(terms.REOPENS))
    if level != "uc" or draw(st.booleans()):
        found["pauses"] = draw(st.booleans())
    return found
