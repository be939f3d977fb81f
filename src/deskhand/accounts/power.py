"""Who has power where: roles that let somebody read what is a desk's own, and being the contact of an organization."""

from __future__ import annotations

from collections.abc import Collection

from deskhand.accounts.models import DeskRole, OrganizationContact, Person
from deskhand.kernel.permissions import READERS


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
