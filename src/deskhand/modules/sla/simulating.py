"""What would have become of a ticket under other policies: a comparison without writing anything.

Both sides are judged alike: the policies as they are today, and as they would be, each as if it had held for the whole
time. What was promised at the time stands in the ledgers, and does not change by trying.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from deskhand.modules.sla import rulebook
from deskhand.modules.sla.engine import reckon
from deskhand.modules.sla.engine.fold import fold
from deskhand.modules.sla.engine.rules import Rule, Rulebook
from deskhand.modules.sla.engine.values import MISSED, Calendars, Life
from deskhand.modules.sla.terms import Terms
from deskhand.tickets.as_it_was import Story

ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)
"""From when policies hold that are tried."""

CANDIDATE = 0
"""The id of a policy that does not exist yet, and of a version that was not saved."""

OPEN, OVERDUE = "open", "overdue"
"""What becomes of clocks that have not ended: still in time, or not."""


@dataclass(frozen=True)
class Candidate:
    """The policy that is tried. ``policy_id`` is that which it would replace, or :data:`CANDIDATE` for a new one, which
    comes last of its level unless ``position`` says otherwise."""

    policy_id: int
    terms: Terms
    meant: Sequence[Sequence[Any]]
    position: int | None = None


@dataclass
class Found:
    """Outcomes by target on both sides, and tickets that would have fared otherwise."""

    before: dict[str, Counter[str]] = field(default_factory=dict)
    after: dict[str, Counter[str]] = field(default_factory=dict)
    differing: list[dict[str, Any]] = field(default_factory=list)


def books(desk_id: int, candidate: Candidate) -> tuple[Rulebook, Rulebook]:
    """The policies of the desk as they are, and with the candidate. Other desks' are not looked at: a ticket that came
    from one is judged by what was promised here."""
    today = rules_of(desk_id, candidate.terms.level)
    others = [one for one in today if one.policy_id != candidate.policy_id]
    return Rulebook(today), Rulebook([*others, _rule(desk_id, candidate, today)])


def rules_of(desk_id: int, level: str) -> list[Rule]:
    """The desk's policies of a level as they are today, each as if it had always held."""
    return list(_today(rulebook.book_of([desk_id]).rules, level))


def compare(stories: Mapping[int, Story], before: Rulebook, after: Rulebook, at: datetime) -> Found:
    """What both sides say of these tickets at an instant."""
    found, calendars = Found(), rulebook.Calendars()
    for story in stories.values():
        sides = [_outcomes(fold(story, book, calendars, at), calendars, at) for book in (before, after)]
        for counts, side in zip((found.before, found.after), sides, strict=True):
            for (key, _cycle), outcome in side.items():
                counts.setdefault(key, Counter())[outcome] += 1
        if sides[0] != sides[1]:
            number = story.moments[-1].after.number
            found.differing.append({"number": number, "before": _told(sides[0]), "after": _told(sides[1])})
    return found


def _today(rules: Iterable[Rule], level: str) -> Iterable[Rule]:
    newest = {one.policy_id: one for one in sorted(rules, key=lambda one: one.number)}
    return [
        replace(one, active_from=ALWAYS, only_new=False)
        for one in newest.values()
        if one.is_on and one.terms.level == level
    ]


def _rule(desk_id: int, candidate: Candidate, today: Sequence[Rule]) -> Rule:
    replaced = next((one for one in today if one.policy_id == candidate.policy_id), None)
    last = max((one.position for one in today), default=-1) + 1
    position = candidate.position if candidate.position is not None else replaced.position if replaced else last
    return Rule(
        version_id=CANDIDATE,
        policy_id=candidate.policy_id,
        desk_id=desk_id,
        number=CANDIDATE,
        active_from=ALWAYS,
        position=position,
        is_on=True,
        only_new=False,
        terms=candidate.terms,
        tests=rulebook.tests_of(candidate.terms, desk_id, candidate.meant),
    )


Outcomes = dict[tuple[str, int], str]
"""What became of a clock, by its target and cycle."""


def _outcomes(lives: Iterable[Life], calendars: Calendars, at: datetime) -> Outcomes:
    return {(one.key, one.cycle): _outcome(one, calendars, at) for one in lives}


def _outcome(life: Life, calendars: Calendars, at: datetime) -> str:
    if not life.is_open:
        return life.outcome
    due = reckon.due(life, calendars)
    return OVERDUE if due is not None and due < at else OPEN


def _told(side: Outcomes) -> dict[str, str]:
    """The worst of each target's clocks."""
    worst = {MISSED: 0, OVERDUE: 1}
    ordered = sorted(side.items(), key=lambda one: worst.get(one[1], 2), reverse=True)
    return {key: outcome for (key, _cycle), outcome in ordered}
