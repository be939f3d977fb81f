"""The form of a checklist: a name and rows, one a step. Rows without a title are left out when it is saved."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Self

from django.http import QueryDict
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk, Person, Team
from deskhand.kernel.errors import Invalid
from deskhand.modules.tasks.actions.checklists import STEPS_PER_CHECKLIST, Step
from deskhand.modules.tasks.models import Checklist
from deskhand.tickets import choosing

EMPTY_ROWS = 3
"""Rows to write into at the end of the form."""


@dataclass
class Row:
    """One step as it was typed. ``errors`` by the field."""

    title: str = ""
    assignee: str = ""
    team: str = ""
    due_days: str = ""
    is_mandatory: bool = False
    errors: dict[str, str] = field(default_factory=dict)


@dataclass
class ChecklistForm:
    """What the page shows, and what the action takes."""

    desk: Desk
    name: str = ""
    rows: list[Row] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    is_reordered: bool = False

    @classmethod
    def of(cls, desk: Desk, checklist: Checklist | None) -> Self:
        """The form with what is so now."""
        rows = [
            Row(
                step.title,
                str(step.assignee_id or ""),
                str(step.team_id or ""),
                "" if step.due_days is None else str(step.due_days),
                step.is_mandatory,
            )
            for step in (checklist.steps.all() if checklist is not None else ())
        ]
        return cls(desk, checklist.name if checklist is not None else "", rows)._with_room()

    @classmethod
    def posted(cls, desk: Desk, given: QueryDict) -> Self:
        """The form as somebody filled it in. ``up`` names a row that goes before the one above it, ``more`` asks for
        further rows: neither saves."""
        count = given.get("rows", "0")
        length = min(int(count) if count.isdecimal() and len(count) < 6 else 0, STEPS_PER_CHECKLIST + EMPTY_ROWS)
        rows = [
            Row(
                given.get(f"title-{n}", ""),
                given.get(f"assignee-{n}", ""),
                given.get(f"team-{n}", ""),
                given.get(f"due_days-{n}", "").strip(),
                f"is_mandatory-{n}" in given,
            )
            for n in range(length)
        ]
        form = cls(desk, given.get("name", ""), rows, is_reordered="up" in given or "more" in given)
        up = given.get("up", "")
        if up.isdecimal() and 0 < int(up[:6]) < length:
            rows.insert(int(up) - 1, rows.pop(int(up)))
        return form._with_room() if form.is_reordered else form

    @property
    def agents(self) -> list[tuple[str, str]]:
        """Whom a step can be given to."""
        return [("", _("Nobody")), *((str(one.pk), one.name) for one in choosing.agents(self.desk))]

    @property
    def teams(self) -> list[tuple[str, str]]:
        """Teams that a step can be given to."""
        return [("", _("No team")), *((str(one.pk), one.name) for one in Team.objects.within(self.desk).active())]

    def steps(self) -> list[Step]:
        """The rows with a title as steps. Raises Invalid for what is no choice at all."""
        self.rows = [row for row in self.rows if row.title.strip()]
        agents = {str(one.pk): one for one in choosing.agents(self.desk)}
        teams = {str(one.pk): one for one in Team.objects.within(self.desk).active()}
        return [_step(place, row, agents, teams) for place, row in enumerate(self.rows)]

    def refuse(self, refusal: Invalid) -> None:
        """Put the words of a refusal to the rows that they are about."""
        for name, words in (refusal.fields or {"": str(refusal)}).items():
            _steps, _dot, rest = name.partition(".")
            place, _dot, column = rest.partition(".")
            if place.isdecimal() and int(place) < len(self.rows):
                self.rows[int(place)].errors[column] = words
            self.errors[name] = words
        self._with_room()

    def _with_room(self) -> Self:
        room = max(0, min(EMPTY_ROWS, STEPS_PER_CHECKLIST - len(self.rows)))
        self.rows += [Row() for _n in range(room)]
        return self


def _step(place: int, row: Row, agents: dict[str, Person], teams: dict[str, Team]) -> Step:
    if row.due_days and not (row.due_days.isdecimal() and len(row.due_days) < 5):
        words = _("Write a whole number of days, or leave it empty.")
        raise Invalid(words, {f"steps.{place}.due_days": words})
    for column, given, known in (("assignee", row.assignee, agents), ("team", row.team, teams)):
        if given and given not in known:
            words = _("Choose one of the offered.")
            raise Invalid(words, {f"steps.{place}.{column}": words})
    return Step(
        title=row.title,
        assignee=agents.get(row.assignee),
        team=teams.get(row.team),
        due_days=int(row.due_days) if row.due_days else None,
        is_mandatory=row.is_mandatory,
    )
