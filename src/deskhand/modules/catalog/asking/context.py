"""For whom a form is asked: what is known of them, what day it is, and whom and what they may choose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from deskhand.accounts.models import Desk, DeskRole, Location, Person
from deskhand.calendars.queries import calendar_for
from deskhand.calendars.reckoning import DatedHours
from deskhand.kernel import clock
from deskhand.kernel.permissions import ADMIN, AGENT, LEAD
from deskhand.kernel.words import fold

_AS_ID = {
    "person": "person_id",
    "manager": "manager_id",
    "organization": "organization_id",
    "location": "location_id",
}


@dataclass(frozen=True, kw_only=True)
class Context:
    """``facts`` by the words of rules and prefill, ids of what they name with ``_id`` behind; ``offered`` keeps what
    references found, so that each is asked once."""

    desk_id: int
    today: date
    facts: Mapping[str, str] = field(default_factory=dict)
    calendar: DatedHours | None = None
    offered: dict[Any, Any] = field(default_factory=dict, compare=False, repr=False)

    def fact(self, word: str, *, as_id: bool = False) -> str:
        """What is known under a word of prefill; nothing for nothing."""
        return self.facts.get(_AS_ID.get(word, "") if as_id else {"person": "name"}.get(word, word), "")


def context_for(desk: Desk, person: Person | None) -> Context:
    """What the form knows when it is asked for this person. Four queries."""
    calendar = calendar_for(desk_id=desk.pk)
    today = clock.now().astimezone(calendar.zone_info).date()
    return Context(desk_id=desk.pk, today=today, facts=_facts(desk, person) if person else {}, calendar=calendar)


def _facts(desk: Desk, person: Person) -> dict[str, str]:
    roles = DeskRole.objects.filter(desk=desk, person=person, role__in=(AGENT, LEAD, ADMIN))
    manager = person.manager
    known: dict[str, Any] = {
        "name": person.name,
        "email": person.email,
        "phone": person.phone,
        "title": person.title,
        "department": person.department,
        "location": person.location,
        "location_id": _location(desk, person),
        "organization": person.organization.name if person.organization else "",
        "organization_id": person.organization_id,
        "manager": manager.name if manager else "",
        "manager_id": manager.pk if manager else "",
        "person_id": person.pk,
        "is_agent": "yes" if roles.exists() else "",
    }
    return {word: str(value) for word, value in known.items() if value}


def _location(desk: Desk, person: Person) -> int | None:
    if not person.location:
        return None
    found = Location.objects.within(desk).active().filter(folded=fold(person.location))
    pk: int | None = found.values_list("pk", flat=True).first()
    return pk
