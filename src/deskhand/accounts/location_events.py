"""Facts about the locations of a desk."""

from __future__ import annotations

from dataclasses import dataclass, field

from deskhand.kernel.events import Fact, event


@event("location.edited", subject="location")
@dataclass(frozen=True, kw_only=True)
class LocationEdited(Fact):
    """A location of a desk was made, changed or put away. ``old`` and ``new`` map names to short values."""

    location: int
    fields: list[str]
    old: dict[str, str | bool] = field(default_factory=dict)
    new: dict[str, str | bool] = field(default_factory=dict)
