"""Telling people that something happened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from deskhand.accounts.models import DeskRole
from deskhand.kernel import clock
from deskhand.kernel.events import Fact
from deskhand.kernel.permissions import READERS
from deskhand.notify import kinds, queries, rhythm, windows
from deskhand.notify.models import Digest, Notification, Rhythm, WaitsFor


@transaction.atomic
def tell(
    *,
    kind: str,
    fact: Fact,
    people: Iterable[int],
    ticket_number: int | None = None,
    message_id: int | None = None,
) -> list[int]:
    """Tell people of a fact, each by the channels that they want. Returns the ids of those who were told.

    Nobody is told of their own deeds, nobody who does not serve the fact's desk, nobody twice of one fact: each is
    told in one row, and who has one is passed over. Their letter waits for what else happens on the ticket within
    :data:`windows.LENGTH`, in quiet hours for their end. Called from reactions: the system does this, not a person.
    """
    asked = kinds.find(kind)
    if not asked.is_told_on(fact.meta.desk_id):
        return []
    ids = _not_yet_told(kind, fact, _inside_the_wall(people, fact))
    wants = queries.who_wants(asked, ids, fact.meta.desk_id or 0)
    if asked.write is None:
        wants[kinds.MAIL] = set()
    rhythms = {row.person_id: row for row in Rhythm.objects.filter(person_id__in=ids).select_related("person")}
    quiet = _hush(rhythms, wants[kinds.MAIL])
    about = {"desk_id": fact.meta.desk_id or 0, "kind": kind, "ticket_number": ticket_number, "message_id": message_id}
    rows = [
        _row(fact, pk, about, in_app=pk in wants[kinds.APP], waits_for=_waits_for(pk, wants, rhythms, quiet))
        for pk in sorted(set().union(*wants.values()))
    ]
    _open_windows(kind, fact, ticket_number, [row.person_id for row in rows if row.waits_for == WaitsFor.WINDOW])
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    return [row.person_id for row in rows if row.in_app or row.waits_for]


def _open_windows(kind: str, fact: Fact, ticket_number: int | None, people: Sequence[int]) -> None:
    """Order the letter of those for whom this is the first change."""
    from deskhand.notify.jobs import close_window

    about = Notification.objects.filter(ticket_number=ticket_number, waits_for=WaitsFor.WINDOW)
    if set(people) - set(about.filter(person_id__in=people).values_list("person_id", flat=True)):
        key = f"told:{ticket_number}:{kind}:{fact.meta.id}"[:120]
        close_window.put(unique_key=key, delay_seconds=windows.LENGTH.total_seconds(), ticket_number=ticket_number)


def _row(fact: Fact, person_id: int, about: Mapping[str, Any], *, in_app: bool, waits_for: WaitsFor) -> Notification:
    return Notification(
        person_id=person_id,
        actor_id=fact.meta.actor_id,
        at=fact.meta.at,
        event_id=fact.meta.id,
        in_app=in_app,
        waits_for=waits_for,
        **about,
    )


def _inside_the_wall(people: Iterable[int], fact: Fact) -> set[int]:
    ids = {pk for pk in people if pk != fact.meta.actor_id}
    if not ids or fact.meta.desk_id is None:
        return set()
    serving = DeskRole.objects.filter(
        desk_id=fact.meta.desk_id, person_id__in=ids, role__in=READERS, person__is_active=True
    )
    return set(serving.values_list("person_id", flat=True))


def _not_yet_told(kind: str, fact: Fact, ids: set[int]) -> set[int]:
    told = Notification.objects.filter(person_id__in=ids, kind=kind, event_id=fact.meta.id)
    return ids - set(told.values_list("person_id", flat=True))


def _hush(rhythms: Mapping[int, Rhythm], wanting_mail: set[int]) -> set[int]:
    """Those of them for whom it is quiet now; notes when that ends."""
    quiet = set()
    for pk in sorted(wanting_mail & rhythms.keys()):
        row = rhythms[pk]
        until = rhythm.quiet_until(row, clock.now(), clock.zone_of(row.person.time_zone))
        if until is not None:
            quiet.add(pk)
            Rhythm.objects.filter(pk=row.pk).update(quiet_due_at=until)
    return quiet


def _waits_for(pk: int, wants: Mapping[str, set[int]], rhythms: Mapping[int, Rhythm], quiet: set[int]) -> WaitsFor:
    if pk in quiet:
        return WaitsFor.QUIET
    if pk in wants[kinds.MAIL]:
        return WaitsFor.WINDOW
    has_digest = pk in rhythms and rhythms[pk].digest != Digest.NEVER
    return WaitsFor.DIGEST if has_digest and pk in wants[kinds.DIGEST] else WaitsFor.NOTHING
