"""Whether somebody may order an item, and what says so."""

from __future__ import annotations

from dataclasses import dataclass

from deskhand.accounts.models import Person
from deskhand.modules.catalog.models import Entitlement, Item


@dataclass(frozen=True)
class Entitlements:
    """What the lines of an item say of a person: those that speak of them, and whether they let them order it. Without
    a line that allows, an item is for everybody whom none forbids."""

    may: bool
    because: list[Entitlement]


def entitlements_of(item: Item, person: Person) -> Entitlements:
    """The same rule as everywhere, explained. Whether the desk takes requests from them is another question."""
    may = Item.objects.within(item.desk_id).filter(pk=item.pk).entitled(person.pk).exists()
    lines = Entitlement.objects.within(item.desk_id).filter(item=item).speaking_of(person.pk)
    found = list(lines.select_related("person", "team", "organization"))
    decide = [one for one in found if one.is_denied] or found
    return Entitlements(may, decide)


def named(line: Entitlement) -> str:
    """Of whom a line speaks: a name, a department or location, a role."""
    row = line.person or line.team or line.organization
    return row.name if row is not None else line.word
