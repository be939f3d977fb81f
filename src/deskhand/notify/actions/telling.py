"""Telling people that something happened."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.db import transaction

from deskhand.accounts.models import DeskRole, Person
from deskhand.kernel.events import Fact
from deskhand.kernel.permissions import READERS
from deskhand.notify import kinds, queries
from deskhand.notify.models import Notification

ByMail = Callable[[Person], None]


@transaction.atomic
def tell(
    *, kind: str, fact: Fact, people: Iterable[int], ticket_number: int | None = None, by_mail: ByMail | None = None
) -> list[int]:
    """Tell people of a fact, each by the channels that they want. Returns the ids of those who were told.

    Nobody is told of their own deeds, nobody who does not serve the fact's desk, nobody twice of one fact. ``by_mail``
    writes the letter to one person. Called from reactions: the system does this, not a person.
    """
    asked = kinds.find(kind)
    ids = _inside_the_wall(people, fact)
    in_app = queries.who_wants(asked, kinds.APP, ids)
    rows = [
        Notification(
            person_id=pk,
            desk_id=fact.meta.desk_id or 0,
            kind=kind,
            ticket_number=ticket_number,
            actor_id=fact.meta.actor_id,
            at=fact.meta.at,
            event_id=fact.meta.id,
        )
        for pk in sorted(in_app)
    ]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    told = set(in_app)
    if by_mail is not None:
        wanted = queries.who_wants(asked, kinds.MAIL, ids)
        for person in Person.objects.filter(pk__in=wanted, is_active=True).exclude(email=None).order_by("pk"):
            by_mail(person)
            told.add(person.pk)
    return sorted(told)


def _inside_the_wall(people: Iterable[int], fact: Fact) -> set[int]:
    ids = {pk for pk in people if pk != fact.meta.actor_id}
    if not ids or fact.meta.desk_id is None:
        return set()
    serving = DeskRole.objects.filter(
        desk_id=fact.meta.desk_id, person_id__in=ids, role__in=READERS, person__is_active=True
    )
    return set(serving.values_list("person_id", flat=True))
