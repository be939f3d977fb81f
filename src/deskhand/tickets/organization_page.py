"""What the page of an organization shows on one desk."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, OuterRef, Q, Subquery

from deskhand.accounts.models import Desk, Organization, OrganizationContact, OrganizationEntry
from deskhand.tickets import listing
from deskhand.tickets.models import Ticket
from deskhand.tickets.people import of_desks, organizations_of

PAGE = 100
"""Organizations on one page of the list."""

PEOPLE_SHOWN = 50
"""People on an organization's page; the list of people shows the rest."""

TICKETS_SHOWN = 25
"""Open tickets on an organization's page; the list of tickets shows the rest."""


def listed(desk_id: int, typed: str) -> Any:
    """Organizations of the desk by name, found by name or domain."""
    known = organizations_of([desk_id])
    for word in typed.split():
        known = known.filter(Q(name__icontains=word) | Q(domains__domain__icontains=word.lower()))
    return known.distinct().order_by("name")


def described(desk_id: int, rows: list[Organization]) -> list[dict[str, Any]]:
    """The organizations of one page with their domains and how many of their people and open tickets the desk has.
    Three queries."""
    ids = [one.pk for one in rows]
    members = _counted(of_desks([desk_id]).filter(organization_id__in=ids))
    waiting = _counted(Ticket.objects.within(desk_id).listed().unfinished().filter(organization_id__in=ids))
    domains: dict[int, list[str]] = {}
    known = Organization.objects.filter(pk__in=ids, domains__isnull=False).order_by("domains__domain")
    for pk, domain in known.values_list("pk", "domains__domain"):
        domains.setdefault(pk, []).append(domain)
    return [
        {
            "row": one,
            "domains": domains.get(one.pk, []),
            "size": members.get(one.pk, 0),
            "waiting": waiting.get(one.pk, 0),
        }
        for one in rows
    ]


def page(desk: Desk, organization: Organization) -> dict[str, Any]:
    """People, contacts, open tickets, domains and the desk's own notes."""
    people = of_desks([desk.pk]).filter(organization=organization, is_active=True).order_by("name", "pk")
    waiting = Ticket.objects.within(desk).listed().unfinished().filter(organization=organization)
    shown = waiting.order_by("-updated_at").values(
        "number", "subject", "category", "status__name", "updated_at", "requester__name"
    )
    return {
        "organization": organization,
        "domains": list(organization.domains.order_by("domain").values_list("domain", flat=True)),
        "notes": notes_of(desk, organization),
        "people": list(people.values("pk", "name", "email", "title")[:PEOPLE_SHOWN]),
        "people_count": people[: listing.COUNT_LIMIT].count(),
        "contacts": contacts(desk, organization),
        "tickets": list(shown[:TICKETS_SHOWN]),
        "ticket_count": waiting[: listing.COUNT_LIMIT].count(),
    }


def notes_of(desk: Desk, organization: Organization) -> str:
    """What this desk has noted."""
    found = OrganizationEntry.objects.within(desk).filter(organization=organization)
    return str(found.values_list("notes", flat=True).first() or "")


def contacts(desk: Desk, organization: Organization) -> list[dict[str, Any]]:
    """Who may read its tickets on this desk, with since when; ``counts`` is false for those who left it or whose
    account is switched off."""
    named = OrganizationContact.objects.within(desk).filter(organization=organization)
    in_force = Subquery(named.in_force().filter(pk=OuterRef("pk")).values("pk"))
    rows = named.order_by("person__name", "pk").annotate(counts=in_force)
    return list(rows.values("person_id", "person__name", "person__email", "since", "counts"))


def _counted(found: Any) -> dict[int, int]:
    rows = found.order_by().values_list("organization_id").annotate(n=Count("pk"))
    return dict(rows)
