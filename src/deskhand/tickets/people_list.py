"""The list of people of one desk: found by words, narrowed, in one of a few orders, a page at a time. What stands in
the columns is read for the people of the page alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Exists, F, Max, OuterRef, Q

from deskhand.accounts.models import DeskRole, Organization
from deskhand.accounts.models.desk import RoleName
from deskhand.tickets.models import Ticket
from deskhand.tickets.people import of_desks, organizations_of
from deskhand.tickets.querysets import UNFINISHED

PAGE = 100
"""People on one page of the list."""

QUESTION_LIMIT = 200
"""Characters of a search that are read."""

NO_ROLE = "none"
"""Filter for people without a role on the desk: those who only ask."""

SORTS: Mapping[str, tuple[Any, ...]] = {
    "name": ("name", "pk"),
    "organization": (F("organization__name").asc(nulls_last=True), "name", "pk"),
    "new": ("-created_at", "-pk"),
}
"""Orders of the list; a dash before one turns it."""


@dataclass(frozen=True)
class Question:
    """What is asked of the list."""

    typed: str = ""
    role: str = ""
    organization: int = 0
    is_off: bool = False
    sort: str = "name"

    @classmethod
    def of(cls, asked: Mapping[str, str]) -> Question:
        """From an address; what makes no sense there is left out."""
        role, organization, sort = asked.get("role", ""), asked.get("organization", ""), asked.get("sort", "name")
        return cls(
            typed=asked.get("q", "").strip()[:QUESTION_LIMIT],
            role=role if role in (*RoleName.values, NO_ROLE) else "",
            organization=int(organization) if organization.isdecimal() and len(organization) < 16 else 0,
            is_off=asked.get("state") == "off",
            sort=sort if sort.removeprefix("-") in SORTS else "name",
        )

    @property
    def is_narrowed(self) -> bool:
        return bool(self.typed or self.role or self.organization or self.is_off)

    def query(self, **changed: Any) -> str:
        """The end of the address that asks this, with some of it changed."""
        now = replace(self, **changed)
        given = {
            "q": now.typed,
            "role": now.role,
            "organization": now.organization or "",
            "state": "off" if now.is_off else "",
            "sort": "" if now.sort == "name" else now.sort,
        }
        return urlencode({name: value for name, value in given.items() if value})

    def turned(self, sort: str) -> str:
        """The address's end for a click on the head of a column."""
        return self.query(sort=f"-{sort}" if self.sort == sort else sort)

    def direction(self, sort: str) -> str:
        """How the column is sorted now, in the words of ``aria-sort``."""
        return {sort: "ascending", f"-{sort}": "descending"}.get(self.sort, "")


def listed(desk_id: int, question: Question) -> Any:
    """The people of the desk who fit, in order."""
    known = of_desks([desk_id]).filter(is_active=not question.is_off)
    for word in question.typed.split():
        known = known.filter(
            Q(name__icontains=word)
            | Q(email__icontains=word.lower())
            | Q(organization__name__icontains=word)
            | Q(department__icontains=word)
        )
    if question.role:
        roles = DeskRole.objects.filter(desk_id=desk_id, person_id=OuterRef("pk"))
        has_it = Exists(roles.filter(role=question.role)) if question.role != NO_ROLE else ~Exists(roles)
        known = known.filter(has_it)
    if question.organization:
        known = known.filter(organization_id=question.organization)
    return _ordered(known, question.sort)


def described(desk_id: int, rows: list[Any]) -> list[dict[str, Any]]:
    """The people of one page with their roles, tickets and last word on the desk. Two queries."""
    ids = [one.pk for one in rows]
    roles: dict[int, list[str]] = defaultdict(list)
    for pk, role in DeskRole.objects.filter(desk_id=desk_id, person_id__in=ids).values_list("person_id", "role"):
        roles[pk].append(str(RoleName(role).label))
    mine = Ticket.objects.within(desk_id).listed().filter(requester_id__in=ids).order_by().values("requester_id")
    waiting = Count("pk", filter=Q(category__in=UNFINISHED))
    asked = {one["requester_id"]: one for one in mine.annotate(n=Count("pk"), waiting=waiting, at=Max("updated_at"))}
    return [{"row": one, "roles": roles[one.pk], **_figures(asked.get(one.pk))} for one in rows]


def organization_named(desk_id: int, pk: int) -> Organization | None:
    """The organization by which the list is narrowed, if the desk knows it."""
    found: Organization | None = organizations_of([desk_id]).filter(pk=pk).first() if pk else None
    return found


def role_choices() -> list[tuple[str, str]]:
    """What the list can be narrowed to, for a select."""
    return [*((value, str(label)) for value, label in RoleName.choices)]


def _figures(found: dict[str, Any] | None) -> dict[str, Any]:
    return {"asked": found["n"], "waiting": found["waiting"], "at": found["at"]} if found else {"asked": 0}


def _ordered(known: Any, sort: str) -> Any:
    order = SORTS[sort.removeprefix("-")]
    found = known.select_related("organization").order_by(*order)
    return found.reverse() if sort.startswith("-") else found
