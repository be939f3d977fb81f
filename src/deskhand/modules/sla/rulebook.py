"""The engine's rules and calendars, read from the database."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from deskhand.calendars import queries as calendars
from deskhand.calendars.models import Calendar as CalendarRow
from deskhand.calendars.reckoning import Calendar
from deskhand.kernel import switches
from deskhand.modules.sla import questions, terms
from deskhand.modules.sla.engine.rules import Rule, Rulebook, Test
from deskhand.modules.sla.engine.values import Hours
from deskhand.modules.sla.metrics import CONDITIONS
from deskhand.modules.sla.models import PolicyVersion
from deskhand.modules.sla.querysets import MODULE
from deskhand.modules.sla.terms import Terms

KEPT = 2_000
"""Versions of policies whose queries a process keeps ready."""


def book_of(desk_ids: Iterable[int]) -> Rulebook:
    """All versions of the policies of desks that have the module. One query."""
    on = sorted(set(desk_ids) & set(switches.desks_with(MODULE)))
    rows = PolicyVersion.objects.within(on).select_related("policy").order_by("policy_id", "number") if on else ()
    return Rulebook([rule_of(one, one.policy.desk_id) for one in rows])


def rule_of(version: PolicyVersion, desk_id: int) -> Rule:
    """One version, ready to be asked."""
    found, tests = _ready(version.pk, desk_id, json.dumps(version.terms), json.dumps(version.meant))
    return Rule(
        version_id=version.pk,
        policy_id=version.policy_id,
        desk_id=desk_id,
        number=version.number,
        active_from=version.active_from,
        position=version.position,
        is_on=version.is_on,
        only_new=version.only_new,
        terms=found,
        tests=tests,
        since=version.since_at,
        until=version.until_at,
    )


def tests_of(found: Terms, desk_id: int, meant: Any) -> Mapping[str, Test]:
    """The queries of terms by their texts."""
    asked = {found.query} | {getattr(target.conditions, name).query for target in found.targets for name in CONDITIONS}
    return {text: questions.test_of(text, desk_id, meant) for text in asked if text}


class Calendars:
    """Dated rules by whose they are. Each is read once (two queries)."""

    def __init__(self) -> None:
        self._found: dict[Hours, Calendar] = {}

    def __call__(self, hours: Hours) -> Calendar:
        if hours not in self._found:
            self._found[hours] = _calendar(hours)
        return self._found[hours]


def _calendar(hours: Hours) -> Calendar:
    if hours.calendar_id is not None:
        row = CalendarRow.objects.beyond_walls("named by a policy of a desk that may use it").filter(
            pk=hours.calendar_id
        )
        found = row.first()
        return calendars.dated(found) if found is not None else calendars.OPEN
    if hours.desk_id is None:
        return calendars.OPEN
    return calendars.calendar_for(
        desk_id=hours.desk_id,
        team_id=hours.team_id,
        organization_id=hours.organization_id,
        location_id=hours.location_id,
    )


@lru_cache(maxsize=KEPT)
def _ready(version_id: int, desk_id: int, said: str, meant: str) -> tuple[Terms, Mapping[str, Test]]:
    """Rows of versions never change: what was made of one is good for ever."""
    found = terms.read(json.loads(said))
    return found, tests_of(found, desk_id, json.loads(meant))
