"""What the answers of a stage, and the stages of a round, come to. Pure: no database, no clock.

A stage that needs *any* goes by the first answer. *All* is declined by the first who declines. *Quorum* and *percent*
are approved once enough agree, declined once so many declined that not enough are left.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

ANY, ALL, QUORUM, PERCENT = "any", "all", "quorum", "percent"
NEEDS = (ANY, ALL, QUORUM, PERCENT)
OPEN, APPROVED, DECLINED, BEGIN = "open", "approved", "declined", "begin"


@dataclass(frozen=True)
class StageView:
    """A stage as it is. ``votes`` are answers in their order, True for yes; ``asked`` is how many were asked, None as
    long as nobody was. ``verdict`` is what was decided otherwise (left out, deadline): approved, declined or empty."""

    group: int
    needs: str
    number: int = 0
    asked: int | None = None
    votes: tuple[bool, ...] = ()
    verdict: str = ""


@dataclass(frozen=True)
class Outcome:
    """What a round comes to: ``open``, ``approved``, ``declined``, or ``begin``: the stages of ``group`` are to be
    asked."""

    word: str
    group: int | None = None


def wanted(needs: str, number: int, asked: int) -> int:
    """How many of those asked must agree. Never more than there are, and never nobody."""
    most = max(asked, 1)
    if needs == ANY:
        return 1
    if needs == QUORUM:
        return min(max(number, 1), most)
    if needs == PERCENT:
        return min(max(-(-asked * number // 100), 1), most)
    return most


def stage_outcome(stage: StageView) -> str:
    """``open``, ``approved`` or ``declined``."""
    if stage.verdict:
        return stage.verdict
    if not stage.asked:
        return OPEN
    if stage.needs == ANY:
        return OPEN if not stage.votes else (APPROVED if stage.votes[0] else DECLINED)
    need, yes = wanted(stage.needs, stage.number, stage.asked), sum(stage.votes)
    if yes >= need:
        return APPROVED
    return DECLINED if len(stage.votes) - yes > stage.asked - need else OPEN


def decide(stages: Sequence[StageView]) -> Outcome:
    """What the round comes to. Groups follow one another; within one, a stage that is declined ends it."""
    for group in sorted({one.group for one in stages}):
        here = [one for one in stages if one.group == group]
        found = [stage_outcome(one) for one in here]
        if DECLINED in found:
            return Outcome(DECLINED, group)
        if any(one.asked is None and not one.verdict for one in here):
            return Outcome(BEGIN, group)
        if OPEN in found:
            return Outcome(OPEN, group)
    return Outcome(APPROVED)
