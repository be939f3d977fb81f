"""Who sees whom, in one place: staff see the people of the desks that they serve, and nobody else.

A person is of a desk by a ticket there (its requester, affected by it, or in copy), by a role there, or by an entry in
its directory (entered, invited, imported). An organization is of a desk by such a person, by a ticket, or by an entry.
Pages, pickers, search, the API and counts all read through the querysets here; ``person_for`` and ``organization_for``
are the gates. Whoever may not be seen does not exist: a whole address may be written to, but says nothing of its owner.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from deskhand.accounts.addresses import normal
from deskhand.accounts.models import DeskRole, DirectoryEntry, Organization, OrganizationEntry, Person, PersonMerge
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.tickets.models import Follower, Ticket

FOUND_AT_ONCE = 10
"""People offered while one types."""

CHAIN = 20
"""Most merges that are followed from somebody who went to the one who stays."""


def of_desks(desk_ids: Collection[int]) -> Any:
    """The people of these desks, switched off accounts included. Each question is answered by an index of the person's
    own rows, whatever the size of the desk."""
    return Person.objects.filter(_is_of(list(desk_ids), OuterRef("pk")))


def _is_of(desks: list[int], person: OuterRef) -> Any:
    asked = Ticket.objects.within(desks)
    return (
        Exists(DirectoryEntry.objects.within(desks).filter(person_id=person))
        | Exists(DeskRole.objects.filter(desk_id__in=desks, person_id=person))
        | Exists(asked.filter(requester_id=person))
        | Exists(asked.filter(affected_id=person))
        | Exists(Follower.objects.within(desks).filter(person_id=person))
    )


def seen_by(actor: Actor) -> Any:
    """Everybody whom the actor may see on any of their desks, and themselves."""
    desks = actor.desks_with("people.view")
    oneself = Q(pk=actor.person_id or 0)
    return Person.objects.filter(_is_of(desks, OuterRef("pk")) | oneself if desks else oneself)


def findable(actor: Actor) -> Any:
    """Those of them who can be chosen for something: with an account that works."""
    return of_desks(actor.desks_with("people.view")).filter(is_active=True)


def person_for(actor: Actor, pk: int, *, desk_id: int | None = None) -> Person:
    """Somebody whom the actor may see, on that desk if one is named (else on any); NotFound otherwise. Whether the
    account works does not matter here."""
    desks = actor.desks_with("people.view")
    found = seen_by(actor) if desk_id is None else of_desks([desk_id] if desk_id in desks else [])
    who: Person | None = found.select_related("organization", "manager").filter(pk=pk).first()
    if who is None:
        raise NotFound
    return who


def who_stays(pk: int) -> int:
    """The id of the one whom somebody who was merged away is now; the same id for everybody else. Says nothing of who
    may see them."""
    rows = PersonMerge.objects.beyond_walls("the one who stays is judged by whoever asks").in_force()
    for _step in range(CHAIN):
        onward = rows.filter(gone__pk=pk).values_list("kept_id", flat=True).first()
        if onward is None:
            break
        pk = onward
    return pk


def is_address(text: str) -> bool:
    """Whether this is a whole mail address."""
    try:
        normal(text)
    except Invalid:
        return False
    return True


def begins_like(typed: str) -> Q:
    """People of whom a word of the name, or the address, begins so."""
    return Q(name__istartswith=typed) | Q(name__icontains=f" {typed}") | Q(email__istartswith=typed.lower())


def found(actor: Actor, typed: str) -> list[dict[str, Any]]:
    """For pickers: ``{"id", "label", "detail"}`` of at most :data:`FOUND_AT_ONCE` people whom the actor may see, by
    the beginnings of their names and main addresses, or by any whole address of theirs."""
    typed = typed.strip()
    if not typed:
        return []
    wanted = begins_like(typed)
    if is_address(typed):
        wanted |= Q(pk__in=EmailAddress.objects.filter(email=normal(typed), verified=True).values("user_id"))
    rows = findable(actor).filter(wanted).order_by("name", "pk")
    columns = rows.values_list("pk", "name", "email", "organization__name")[:FOUND_AT_ONCE]
    return [{"id": pk, "label": name, "detail": email or company or ""} for pk, name, email, company in columns]


def options(actor: Actor, typed: str) -> list[dict[str, Any]]:
    """The same, and a whole address of nobody whom the actor may see as one to write to: the answer is the same
    whether somebody has it or not."""
    items, typed = found(actor, typed), typed.strip()
    if is_address(typed) and not items:
        items.append({"id": typed.lower(), "label": typed.lower(), "detail": _("Write to this address")})
    return items


def organizations_of(desk_ids: Collection[int]) -> Any:
    """The organizations of these desks."""
    desks = list(desk_ids)
    members = Person.objects.filter(_is_of(desks, OuterRef("pk")), organization_id=OuterRef("pk"))
    return Organization.objects.filter(
        Exists(OrganizationEntry.objects.within(desks).filter(organization_id=OuterRef("pk")))
        | Exists(Ticket.objects.within(desks).filter(organization_id=OuterRef("pk")))
        | Exists(members)
    )


def organizations_seen_by(actor: Actor) -> Any:
    """The organizations of the actor's desks, and the actor's own."""
    desks, own = actor.desks_with("people.view"), Q(pk=actor.organization_id or 0)
    if not desks:
        return Organization.objects.filter(own)
    return Organization.objects.filter(Q(pk__in=organizations_of(desks).values("pk")) | own)


def organization_for(actor: Actor, pk: int, *, desk_id: int) -> Organization:
    """An organization of the desk, which the actor serves; NotFound otherwise."""
    desks = [desk_id] if desk_id in actor.desks_with("people.view") else []
    one: Organization | None = organizations_of(desks).filter(pk=pk).first()
    if one is None:
        raise NotFound
    return one
