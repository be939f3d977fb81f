"""What the pages and the API say of a policy that was tried: compliance on both sides, and the tickets that differ.

Compliance is kept / (kept + missed): clocks that were cancelled or are still open say nothing of either. Beside it
stands how many are open, and how many of those are over their time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from deskhand.kernel.actor import Actor
from deskhand.modules.sla import terms
from deskhand.modules.sla.engine.values import CANCELLED, MET, MISSED
from deskhand.modules.sla.metrics import LABELS, Metric
from deskhand.modules.sla.models import Outcome, Simulation
from deskhand.modules.sla.simulating import OPEN, OVERDUE
from deskhand.tickets.models import Ticket

SHOWN = 100
"""Tickets that differ which the page lists; the API gives all that are kept."""


@dataclass(frozen=True)
class Side:
    """Outcomes of one target on one side."""

    met: int
    missed: int
    open: int
    overdue: int
    cancelled: int

    @classmethod
    def of(cls, counted: Mapping[str, int]) -> Side:
        return cls(*(counted.get(one, 0) for one in (MET, MISSED, OPEN, OVERDUE, CANCELLED)))

    @property
    def compliance(self) -> float | None:
        """Percent that were kept, of those that were kept or missed; None where there are none."""
        judged = self.met + self.missed
        return round(100 * self.met / judged, 1) if judged else None


@dataclass(frozen=True)
class Line:
    """One target on both sides."""

    key: str
    label: str | Promise
    before: Side
    after: Side

    @property
    def change(self) -> float | None:
        """Percentage points more (or less) that would be kept."""
        if self.before.compliance is None or self.after.compliance is None:
            return None
        return round(self.after.compliance - self.before.compliance, 1)


def lines(row: Simulation) -> list[Line]:
    """Each target that either side promises."""
    said = terms.read(row.said)
    own = {one.key: one.label for one in said.targets if one.label}
    keys = [one.key for one in said.targets] + sorted(row.before)
    return [
        Line(key, own.get(key) or label_of(key), Side.of(row.before.get(key, {})), Side.of(row.after.get(key, {})))
        for key in dict.fromkeys(keys)
    ]


def label_of(key: str) -> str | Promise:
    """What a target is called that has no name of its own."""
    return LABELS[Metric(key)] if key in Metric._value2member_map_ else key


def differing(row: Simulation, actor: Actor, most: int = SHOWN) -> list[dict[str, Any]]:
    """Tickets that would have fared otherwise and that the actor serves: number, subject, and what differs. One
    query."""
    told = row.differing[:most]
    served = Ticket.objects.served_by(actor).filter(number__in=[one["number"] for one in told])
    subjects = dict(served.values_list("number", "subject"))
    return [
        {"number": one["number"], "subject": subjects[one["number"]], "changes": _changes(one["before"], one["after"])}
        for one in told
        if one["number"] in subjects
    ]


def _changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[dict[str, Any]]:
    keys = sorted({*before, *after})
    return [
        {"key": key, "label": label_of(key), "before": word(before.get(key)), "after": word(after.get(key))}
        for key in keys
        if before.get(key) != after.get(key)
    ]


def word(outcome: str | None) -> Any:
    """An outcome in words."""
    if outcome is None:
        return _("Not promised")
    plain = {OPEN: _("In time"), OVERDUE: _("Overdue")}
    return plain[outcome] if outcome in plain else Outcome(outcome).label


def standing(row: Simulation) -> dict[str, Any]:
    """How far it is."""
    return {"run": row, "percent": 100 * row.done // max(row.total, 1), "lines": lines(row)}
