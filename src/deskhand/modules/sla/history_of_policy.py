"""Versions of policies, as pages and the API tell them."""

from __future__ import annotations

from dataclasses import dataclass

from deskhand.accounts.models import Desk
from deskhand.modules.sla import sentences, terms
from deskhand.modules.sla.models import Level, Policy, PolicyVersion
from deskhand.modules.sla.sentences import Difference
from deskhand.modules.sla.terms import Terms


@dataclass(frozen=True)
class Told:
    """A version, what it says, and what it says otherwise than the one before it."""

    version: PolicyVersion
    terms: Terms
    changes: list[Difference]

    @property
    def promises(self) -> list[tuple[str, str]]:
        """What it promises: name of each target, and its times."""
        return sentences.promises(self.terms)


def newest_of(desk: Desk) -> list[PolicyVersion]:
    """The newest version of each policy of a desk, by level, in their order; put away ones among them. One query."""
    found = PolicyVersion.objects.within(desk).select_related("policy", "made_by").order_by("policy_id", "number")
    newest = {one.policy_id: one for one in found}
    levels = list(Level.values)
    return sorted(newest.values(), key=lambda one: (levels.index(one.policy.level), one.policy.position, one.policy_id))


def versions_of(row: Policy) -> list[Told]:
    """All versions of a policy, the newest first."""
    rows = PolicyVersion.objects.within(row.desk_id).filter(policy=row).select_related("policy", "made_by")
    found = list(rows.order_by("number"))
    said = [terms.read(one.terms) for one in found]
    told = [
        Told(one, now, sentences.differences(found[place - 1], said[place - 1], one, now) if place else [])
        for place, (one, now) in enumerate(zip(found, said, strict=True))
    ]
    return told[::-1]
