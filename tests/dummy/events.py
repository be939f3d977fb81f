"""Facts about marks."""

from __future__ import annotations

from dataclasses import dataclass

from deskhand.kernel.events import Fact, event


@event("mark.left", subject="mark")
@dataclass(frozen=True, kw_only=True)
class MarkLeft(Fact):
    """Somebody left a mark."""

    mark: int
