"""The list of a confidential ticket: who may be on it, and what it is checked for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from deskhand.accounts.models import DeskRole, Person
from deskhand.kernel import clock
from deskhand.kernel.errors import Invalid
from deskhand.kernel.permissions import READERS
from deskhand.tickets import curtain
from deskhand.tickets.models import NeedToKnow, Ticket

READER_LIMIT = 100
"""Most people on the list of a confidential ticket, those who are excluded among them."""


@dataclass(frozen=True, kw_only=True)
class Readers:
    """Who may know of a confidential ticket of the desk's people, and who never may. ``is_inherited``: it is the list
    of another ticket, on which some may have no role any more; who reads is asked of the roles besides."""

    readers: Sequence[Person]
    excluded: Sequence[Person] = field(default=())
    is_inherited: bool = False


def of_ticket(ticket: Ticket) -> Readers:
    """The list as it stands, in the order in which people came onto it."""
    rows = list(ticket.need_to_know.select_related("person"))
    return Readers(
        readers=[row.person for row in rows if not row.is_excluded],
        excluded=[row.person for row in rows if row.is_excluded],
        is_inherited=True,
    )


def inherited(ticket: Ticket) -> Readers | None:
    """The list for what comes of the ticket: its own, or None where it is not confidential."""
    return of_ticket(ticket) if ticket.is_confidential else None


def is_one_list(one: Ticket, other: Ticket) -> bool:
    """Whether the same people may know of both."""
    if one.is_confidential != other.is_confidential:
        return False
    columns = ("person_id", "is_excluded")
    lists = [set(ticket.need_to_know.values_list(*columns)) for ticket in (one, other) if ticket.is_confidential]
    return len(lists) < 2 or lists[0] == lists[1]


def with_role(desk_id: int, people: Iterable[int]) -> set[int]:
    """Those of the people (ids) who have a role on the desk by which they read its tickets."""
    rows = DeskRole.objects.filter(desk_id=desk_id, person_id__in=list(people), role__in=READERS)
    return set(rows.values_list("person_id", flat=True))


def need_fit(desk_id: int, chosen: Readers) -> None:
    """Raise Invalid unless the list can be one: somebody on it, all with a role on the desk, none of them excluded."""
    readers, excluded = {one.pk for one in chosen.readers}, {one.pk for one in chosen.excluded}
    if not readers:
        raise _wrong(_("Name at least one person who may read this."))
    if len(readers | excluded) > READER_LIMIT:
        raise _wrong(_("At most %(limit)s people can be on the list.") % {"limit": READER_LIMIT})
    for person in chosen.readers:
        if person.pk in excluded:
            raise _wrong(_("%(person)s cannot both read this and be excluded.") % {"person": person.name})
    known = with_role(desk_id, readers)
    for person in chosen.readers:
        if person.pk not in known or not person.is_active:
            words = _("%(person)s has no role on this desk. Only people who have one can be on the list.")
            raise _wrong(words % {"person": person.name})


def need_may_know(ticket: Ticket, person: Person, field_name: str) -> None:
    """Raise Invalid if the person has a role on the desk of a confidential ticket and is not on its list, or is
    excluded from it: they must not learn of it by being named there."""
    if not ticket.is_confidential or curtain.knows(ticket, person.pk):
        return
    if curtain.is_excluded(ticket, person.pk) or with_role(ticket.desk_id, [person.pk]):
        words = _("This is confidential, and %(person)s is not on the list of those who may read it.")
        sentence = words % {"person": person.name}
        raise Invalid(sentence, {field_name: sentence})


def kept_out(ticket: Ticket, people: Iterable[int]) -> set[int]:
    """Those of the people (ids) who must not learn of the ticket: excluded, or of the desk and not on the list."""
    ids = set(people)
    if not ticket.is_confidential or not ids:
        return set()
    unlisted = {one for one in ids if curtain.standing(ticket, one) == curtain.NOT_LISTED}
    excluded = {one for one in ids if curtain.is_excluded(ticket, one)}
    return excluded | with_role(ticket.desk_id, unlisted)


def write_list(ticket: Ticket, chosen: Readers, by: Person | None) -> None:
    """Write the rows of a list that has been found fit, instead of what was there."""
    ticket.need_to_know.all().delete()
    excluded = {one.pk: one for one in chosen.excluded}
    readers = {one.pk: one for one in chosen.readers}
    at = clock.now()
    NeedToKnow.objects.bulk_create(
        NeedToKnow(ticket=ticket, person=person, is_excluded=pk in excluded, added_by=by, added_at=at)
        for pk, person in (readers | excluded).items()
    )
    curtain.forget(ticket)


def _wrong(words: str) -> Invalid:
    return Invalid(words, {"readers": words})
