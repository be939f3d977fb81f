"""Who has power where: leading a desk, roles that let somebody read what is its own, and being the contact of an
organization."""

from __future__ import annotations

from collections.abc import Collection

from deskhand.accounts.models import DeskRole, OrganizationContact, Person
from deskhand.kernel.permissions import ADMIN, LEAD, READERS


def leads_of(desk_id: int) -> set[int]:
    """Ids of those who lead the desk; without leads, of those who administer it."""
    roles = DeskRole.objects.filter(desk_id=desk_id, person__is_active=True)
    found = set(roles.filter(role=LEAD).values_list("person_id", flat=True))
    return found or set(roles.filter(role=ADMIN).values_list("person_id", flat=True))


def beyond(people: Collection[int], desks: Collection[int]) -> set[int]:
    """Those of the people (ids) who have power on another desk than these (ids). Two queries."""
    asked, these = list(people), list(desks)
    if not asked:
        return set()
    roles = DeskRole.objects.filter(person_id__in=asked, role__in=READERS).exclude(desk_id__in=these)
    named = OrganizationContact.objects.beyond_walls("only whether there is one").in_force()
    contacts = named.filter(person_id__in=asked).exclude(desk_id__in=these)
    return {*roles.values_list("person_id", flat=True), *contacts.values_list("person_id", flat=True)}


def is_out_of_reach(person: Person, desks: Collection[int]) -> bool:
    """Whether what others rely on about the person is not for these desks to change: the person administers the
    installation, or has power on another desk."""
    return person.is_site_admin or bool(beyond([person.pk], desks))
