"""Facts about what is to be written and mended."""

from __future__ import annotations

from dataclasses import dataclass

from deskhand.kernel.events import Fact, event


@event("gap.put_away", subject="gap")
@dataclass(frozen=True, kw_only=True)
class GapPutAway(Fact):
    """Nothing is to be written about it. ``kind`` is search or tickets. The reason is in the gap's row."""

    gap: int
    kind: str


@event("gap.taken_out", subject="gap")
@dataclass(frozen=True, kw_only=True)
class GapTakenOut(Fact):
    """It stands among what is to be written again."""

    gap: int
    kind: str


@event("gap.closed", subject="gap")
@dataclass(frozen=True, kw_only=True)
class GapClosed(Fact):
    """An article was begun for it (``how`` is written), or answers it now (answered)."""

    gap: int
    article: int
    how: str


@event("article.flag_reopened", subject="article")
@dataclass(frozen=True, kw_only=True)
class ArticleFlagReopened(Fact):
    """What was to be mended is not done after all."""

    article: int
    flag: int
