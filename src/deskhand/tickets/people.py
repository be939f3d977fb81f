"""People as staff of a desk see them: whom they may find, and what they have asked."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, Subquery

from deskhand.accounts.addresses import normal
from deskhand.accounts.models import DeskRole, Organization, Person
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.kernel.models import Event
from deskhand.tickets.models import Follower, Ticket
from deskhand.tickets.querysets import UNFINISHED

FOUND_AT_ONCE = 10
"""People offered while one types."""

PAGE = 100
"""People on one page of the list."""


def findable(actor: Actor) -> Any:
    """People whom the actor may know of: those who asked something on a desk that the actor serves, are in copy
    there, or have a role there."""
    desks = actor.desks_with("tickets.read")
    asked = Ticket.objects.within(desks).filter(Q(requester_id=OuterRef("pk")) | Q(affected_id=OuterRef("pk")))
    reads_along = Follower.objects.within(desks).filter(person_id=OuterRef("pk"))
    serves = DeskRole.objects.filter(desk_id__in=desks, person_id=OuterRef("pk"))
    return Person.objects.filter(Exists(asked) | Exists(reads_along) | Exists(serves), is_active=True)


def entered_by(actor: Actor) -> Any:
    """People whom the actor has entered: known to them before they have asked anything."""
    made = Event.objects.filter(code="person.created", actor_id=actor.person_id).values("subject_id")
    return Person.objects.filter(pk__in=made, is_active=True)


def is_address(text: str) -> bool:
    """Whether this is a whole mail address."""
    try:
        normal(text)
    except Invalid:
        return False
    return True


def found(actor: Actor, typed: str) -> list[dict[str, Any]]:
    """For pickers: ``{"id", "label", "detail"}``. A whole address finds its owner, whoever that is: who knows the
    address may write to it anyway."""
    typed = typed.strip()
    if not typed:
        return []
    begins = Q(name__istartswith=typed) | Q(name__icontains=f" {typed}") | Q(email__istartswith=typed.lower())
    columns = ("pk", "name", "email", "organization__name")
    rows = list(findable(actor).filter(begins).order_by("name", "pk").values_list(*columns)[:FOUND_AT_ONCE])
    if "@" in typed and not any(row[2] == typed.lower() for row in rows):
        rows = [*Person.objects.filter(email=typed.lower(), is_active=True).values_list(*columns), *rows]
    return [{"id": pk, "label": name, "detail": email or organization or ""} for pk, name, email, organization in rows]


def listed(actor: Actor, desk_id: int, typed: str) -> Any:
    """Requesters and colleagues of one desk, by name, with how many tickets they have there."""
    mine = Ticket.objects.within(desk_id).listed().filter(requester_id=OuterRef("pk")).order_by().values("requester_id")
    serves = DeskRole.objects.filter(desk_id=desk_id, person_id=OuterRef("pk"))
    asked = Ticket.objects.within(desk_id).filter(requester_id=OuterRef("pk"))
    known = Person.objects.filter(Exists(asked) | Exists(serves))
    for word in typed.split():
        known = known.filter(
            Q(name__icontains=word)
            | Q(email__icontains=word.lower())
            | Q(organization__name__icontains=word)
            | Q(department__icontains=word)
        )
    unfinished = mine.filter(category__in=UNFINISHED)
    return known.select_related("organization").annotate(
        asked=Subquery(mine.annotate(n=Count("pk")).values("n")),
        waiting=Subquery(unfinished.annotate(n=Count("pk")).values("n")),
        heard_at=Subquery(mine.annotate(at=Max("updated_at")).values("at")),
        is_colleague=Exists(serves),
    )


def organizations(actor: Actor, desk_id: int, typed: str) -> Any:
    """Organizations whose people have asked something on the desk; all of them for who may edit them."""
    known = Organization.objects.all()
    if not actor.may("organizations.edit", desk_id):
        asked = Ticket.objects.within(desk_id).filter(organization_id=OuterRef("pk"))
        known = known.filter(Exists(asked))
    for word in typed.split():
        known = known.filter(Q(name__icontains=word) | Q(domains__domain__icontains=word.lower()))
    return known.distinct().prefetch_related("domains").annotate(size=Count("people", distinct=True)).order_by("name")
