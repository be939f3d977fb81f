"""People, organizations, teams and desks as the API shows them."""

from __future__ import annotations

from typing import Any

from deskhand.accounts.models import Desk, OrganizationDomain, Person, TeamMember
from deskhand.kernel.actor import Actor
from deskhand.tickets import access

PERSON_COLUMNS = (
    "id", "name", "email", "phone", "title", "department", "location", "organization__name", "language", "time_zone",
    "is_active", "created_at",
)  # fmt: skip


def ref(one: Person) -> dict[str, Any]:
    """Somebody in short, for staff."""
    return {"id": one.pk, "name": one.name, "email": one.email}


def person(row: dict[str, Any]) -> dict[str, Any]:
    """A row of :data:`PERSON_COLUMNS`."""
    shown = dict(row)
    return {"organization": shown.pop("organization__name"), **shown}


def organizations(rows: list[dict[str, Any]], *, with_domains: bool) -> list[dict[str, Any]]:
    """Rows of id, name, created_at. One query for their domains, which are for staff."""
    domains: dict[int, list[str]] = {}
    if with_domains:
        known = OrganizationDomain.objects.filter(organization_id__in=[row["id"] for row in rows]).order_by("domain")
        for organization_id, domain in known.values_list("organization_id", "domain"):
            domains.setdefault(organization_id, []).append(domain)
    return [{**row, "domains": domains.get(row["id"], [])} for row in rows]


def teams(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of id, name, desk__key, tier, is_active. One query for their members."""
    members: dict[int, list[dict[str, Any]]] = {}
    known = TeamMember.objects.filter(team_id__in=[row["id"] for row in rows]).order_by("person__name", "id")
    for team_id, pk, name, email in known.values_list("team_id", "person_id", "person__name", "person__email"):
        members.setdefault(team_id, []).append({"id": pk, "name": name, "email": email})
    return [
        {
            "id": row["id"],
            "name": row["name"],
            "desk": row["desk__key"],
            "tier": row["tier"],
            "is_active": row["is_active"],
            "members": members.get(row["id"], []),
        }
        for row in rows
    ]


def desk(actor: Actor, row: Desk) -> dict[str, Any]:
    """A desk, from where the actor stands."""
    return {
        "key": row.key,
        "name": row.name if actor.may("tickets.read", row.pk) else row.shown_name,
        "who_may_open": row.who_may_open,
        "may_open": access.may_open_on(actor, row),
        "roles": sorted(actor.roles_on(row.pk)),
        "created_at": row.created_at,
    }
