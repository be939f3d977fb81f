"""Facts about templates of desks."""

from __future__ import annotations

from dataclasses import dataclass

from deskhand.kernel.events import Fact, event


@event("desk.template_applied", subject="desk")
@dataclass(frozen=True, kw_only=True)
class TemplateApplied(Fact):
    """Somebody put a template onto a desk. ``made`` counts what was not there before; each row has its own fact."""

    desk: int
    template: str
    language: str
    made: int
