"""Who decides for whom at the moment."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q

from deskhand.accounts.models import Person
from deskhand.kernel import clock
from deskhand.modules.approvals.models import Absence

_DAY = timedelta(days=1)


def name_of(absence: Absence, *, sees_people: bool) -> str:
    """Who decides, as they were named: whoever may not see people reads the address that they wrote."""
    if absence.address and not sees_people:
        return absence.address
    return absence.substitute.name if absence.substitute is not None else absence.address


def standing_in() -> dict[int, int]:
    """By who is away now: who decides for them, as they wrote. Days are those of the one who is away."""
    now = clock.now()
    rows = Absence.objects.scoped(ended_at__isnull=True).filter(
        Q(from_on__lte=(now + _DAY).date()) & Q(until_on__gte=(now - _DAY).date()), substitute__is_active=True
    )
    found: dict[int, int] = {}
    for row in rows.select_related("person").order_by("made_at", "pk"):
        today = now.astimezone(clock.zone_of(row.person.time_zone)).date()
        if row.from_on <= today <= row.until_on:
            found[row.person_id] = row.substitute_id
    return found


def substitute_of(person_id: int, away: dict[int, int]) -> int | None:
    """Who decides for somebody in the end: a substitute who is away, too, has one of their own. None where nobody
    does, or all of them are away for each other."""
    seen, here = {person_id}, person_id
    while here in away:
        here = away[here]
        if here in seen:
            return None
        seen.add(here)
    return here if here != person_id else None


def stands_in_for(person_id: int | None) -> frozenset[int]:
    """Those for whom somebody decides now."""
    if person_id is None:
        return frozenset()
    away = standing_in()
    return frozenset(one for one in away if substitute_of(one, away) == person_id)


def deciders(person: Person, away: dict[int, int] | None = None) -> list[int]:
    """Ids of those who may decide what the person was asked: they, and whoever stands in for them now."""
    second = substitute_of(person.pk, standing_in() if away is None else away)
    return [person.pk] if second is None else [person.pk, second]
