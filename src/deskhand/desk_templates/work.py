"""Putting a template onto a desk: who does it, in which language, and what the tables before became."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from deskhand.accounts.models import Desk, DeskRole, Person, Team
from deskhand.desk_templates.file import Entry, Template
from deskhand.desk_templates.models import FromTemplate
from deskhand.kernel.actor import Actor
from deskhand.kernel.permissions import ADMIN


@dataclass
class Work:
    """One go. ``known`` are the rows that came from this template, by section and code; ``fresh`` those of this go."""

    actor: Actor
    desk: Desk
    template: Template
    language: str
    known: dict[tuple[str, str], FromTemplate] = field(default_factory=dict)
    fresh: set[tuple[str, str]] = field(default_factory=set)

    def said(self, entry: Entry) -> dict[str, Any]:
        """What a table says in the language of this go."""
        return entry.said(self.language)

    def row_id(self, section: str, code: str | None) -> int | None:
        """The row that another table became; None where it was not made, or no table is named."""
        found = self.known.get((section, code or ""))
        return found.row_id if found else None

    def word(self, section: str, code: str | None) -> str:
        """The code of the row that another table became, by which others name it; empty where there is none."""
        found = self.known.get((section, code or ""))
        return found.word if found else ""

    def fresh_word(self, section: str, code: str | None) -> str:
        """:meth:`word` of what came in this go; empty for what was there before."""
        return self.word(section, code) if (section, code or "") in self.fresh else ""

    def team(self, code: str | None) -> Team | None:
        """The team of that code, unless somebody put it away."""
        found: Team | None = Team.objects.within(self.desk).active().filter(pk=self.row_id("teams", code) or 0).first()
        return found

    def administrator(self) -> Person | None:
        """The desk's first administrator."""
        roles = DeskRole.objects.filter(desk=self.desk, role=ADMIN, person__is_active=True).select_related("person")
        found = roles.order_by("pk").first()
        return found.person if found else None
