"""What is there already of what some rows name, as one desk sees it. A few queries, whatever the number of rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from allauth.account.models import EmailAddress

from deskhand.accounts import power
from deskhand.accounts.addresses import COUNTS
from deskhand.accounts.importing.judging import Told
from deskhand.accounts.models import (
    DeskRole,
    DirectoryEntry,
    Organization,
    OrganizationDomain,
    OrganizationEntry,
    Person,
)
from deskhand.kernel import slots


@dataclass
class Around:
    """``owner`` of an address, ``own`` addresses of a person, the ``people`` themselves by id; who is ``known`` on the
    desk, ``entered`` in its directory, ``held`` (another desk relies on who they are); organizations by their folded
    name, in a dry run those alone that the desk knows."""

    owner: dict[str, int] = field(default_factory=dict)
    own: dict[int, set[str]] = field(default_factory=dict)
    people: dict[int, Person] = field(default_factory=dict)
    known: set[int] = field(default_factory=set)
    entered: set[int] = field(default_factory=set)
    held: set[int] = field(default_factory=set)
    organizations: dict[str, Organization] = field(default_factory=dict)
    by_id: dict[int, Organization] = field(default_factory=dict)
    domains: dict[str, int] = field(default_factory=dict)

    def owner_here(self, address: str) -> int | None:
        """The owner of an address, if the desk knows them: anybody else's address is nobody's."""
        owner = self.owner.get(address)
        return owner if owner in self.known else None

    def organization_named(self, name: str) -> Organization | None:
        return self.organizations.get(name.casefold())

    def organization_at(self, address: str) -> int | None:
        """The organization that the address's domain, or one above it, belongs to."""
        parts = address.rpartition("@")[2].split(".")
        above = [".".join(parts[start:]) for start in range(len(parts) - 1)]
        return next((self.domains[one] for one in above if one in self.domains), None)


def around(desk_id: int, rows: Sequence[Told], *, locked: bool = False) -> Around:
    """What is there around these rows of people, for a dry run. ``locked``: for doing it. Then the people are held
    until the transaction ends, and organizations that only other desks know are found by their names."""
    found = Around()
    _owners(found, {address for told in rows for address in (told.email, *told.addresses, told.manager) if address})
    ids = set(found.owner.values())
    people = Person.objects.select_for_update(of=("self",)) if locked else Person.objects.all()
    found.people = people.select_related("organization").in_bulk(ids) if ids else {}
    found.known = on_desk(desk_id, ids)
    found.entered = set(
        DirectoryEntry.objects.within(desk_id).filter(person_id__in=ids).values_list("person_id", flat=True)
    )
    found.held = power.beyond(ids, [desk_id]) | {one.pk for one in found.people.values() if one.is_site_admin}
    _organizations(found)
    if not locked:
        _narrow(found, desk_id, [told.values.get("organization", "") for told in rows])
    return found


def on_desk(desk_id: int, ids: Collection[int]) -> set[int]:
    """Those of the people whom the desk knows: by an entry, a role, or what other apps keep of them there."""
    listed = list(ids)
    known = set(DirectoryEntry.objects.within(desk_id).filter(person_id__in=listed).values_list("person_id", flat=True))
    known |= set(DeskRole.objects.filter(desk_id=desk_id, person_id__in=listed).values_list("person_id", flat=True))
    for of_people in slots.items("desks_of_people"):
        known |= {person for person, desk in of_people(listed) if desk == desk_id}
    return known


def known_organizations(desk_id: int, ids: Iterable[int]) -> set[int]:
    """Those of the organizations that the desk knows: by an entry, or by what other apps keep of them there."""
    listed = list(ids)
    entries = OrganizationEntry.objects.within(desk_id).filter(organization_id__in=listed)
    known = set(entries.values_list("organization_id", flat=True))
    for of_desk in slots.items("organizations_of_desk"):
        known |= of_desk(desk_id, listed)
    return known


def organizations_around(desk_id: int, rows: Sequence[Told] | None = None) -> tuple[Around, dict[int, str]]:
    """All organizations with their domains, and the notes of those that the desk has entered. For a dry run of ``rows``
    those alone that the desk knows: that others have a name or a domain is learned by who enters it, with a trace."""
    found = Around()
    _organizations(found)
    if rows is not None:
        domains = [one for told in rows for one in told.values.get("domains", [])]
        _narrow(found, desk_id, [told.values.get("name", "") for told in rows], domains)
    entries = OrganizationEntry.objects.within(desk_id).values_list("organization_id", "notes")
    return found, dict(entries)


def _owners(found: Around, wanted: Iterable[str]) -> None:
    listed = list(wanted)
    rows = EmailAddress.objects.filter(COUNTS, email__in=listed).order_by("-verified", "-primary", "pk")
    for email, person in rows.values_list("email", "user_id"):
        found.owner.setdefault(email, person)
    for email, person in Person.objects.filter(email__in=listed).values_list("email", "pk"):
        found.owner.setdefault(str(email), person)
    own = EmailAddress.objects.filter(user_id__in=set(found.owner.values())).values_list("user_id", "email")
    for person, email in own:
        found.own.setdefault(person, set()).add(email)


def _narrow(found: Around, desk_id: int, names: Iterable[str], domains: Iterable[str] = ()) -> None:
    """Of the organizations that rows name leave those that the desk knows."""
    asked = {one.pk for name in names if (one := found.organization_named(name)) is not None}
    asked |= {found.domains[one] for one in domains if one in found.domains}
    known = known_organizations(desk_id, asked)
    found.organizations = {name: one for name, one in found.organizations.items() if one.pk in known}
    found.domains = {domain: pk for domain, pk in found.domains.items() if pk in known}


def _organizations(found: Around) -> None:
    found.by_id = {one.pk: one for one in Organization.objects.order_by("-pk")}
    found.organizations = {one.name.casefold(): one for one in found.by_id.values()}
    found.domains = dict(OrganizationDomain.objects.values_list("domain", "organization_id"))
