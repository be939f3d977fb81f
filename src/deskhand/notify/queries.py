"""Reading what people were told, and what they want to hear."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from deskhand.accounts.models import Person
from deskhand.kernel import own_words
from deskhand.kernel.actor import Actor
from deskhand.notify import kinds
from deskhand.notify.kinds import CHANNELS, Kind, Line
from deskhand.notify.models import EVERYWHERE, Notification, Preference, Rhythm


@dataclass(frozen=True)
class Shown:
    """A notification with its line."""

    row: Notification
    line: Line


def at_the_bell(actor: Actor) -> QuerySet[Notification]:
    """What the person was told in the app on desks that they still serve."""
    desks = actor.desks_with("tickets.read") if actor.only_ticket is None else []
    return Notification.objects.filter(person_id=actor.person_id or 0, in_app=True, desk_id__in=desks)


def in_words(rows: Sequence[Notification], actor: Actor) -> list[Shown]:
    """Rows with their lines, in their order. What lies behind a wall by now is left out."""
    by_kind: dict[str, list[Notification]] = defaultdict(list)
    known = {kind.code: kind for kind in kinds.every()}
    for row in rows:
        if row.kind in known and known[row.kind].is_told_on(row.desk_id):
            by_kind[row.kind].append(row)
    lines: dict[int, Line] = {}
    together: dict[tuple[kinds.Telling, Hashable], list[Notification]] = defaultdict(list)
    for code, some in by_kind.items():
        for row in some:
            together[kinds.find(code).lines, own_words.mark_of(row.desk_id)].append(row)
    for (tell, _mark), some in together.items():
        with own_words.of_desk(some[0].desk_id):  # Desks that speak alike are told of together.
            lines.update(tell(some, actor))
    return [Shown(row, lines[row.pk]) for row in rows if row.pk in lines]


def choices(person: Person, desk_id: int = EVERYWHERE) -> list[tuple[Kind, Mapping[str, bool]]]:
    """Every kind with what the person gets by each channel, on a desk or in general."""
    offered = kinds.every(desk_id or None)
    chosen = _chosen([person.pk], [one.code for one in offered], desk_id)
    return [
        (kind, {channel: _wants(chosen, person.pk, kind, channel, desk_id) for channel in CHANNELS}) for kind in offered
    ]


def who_wants(kind: Kind, people: Iterable[int], desk_id: int) -> dict[str, set[int]]:
    """Ids of those who want to hear of this kind on the desk, by channel. One query."""
    ids = set(people)
    chosen = _chosen(ids, [kind.code], desk_id)
    return {channel: {pk for pk in ids if _wants(chosen, pk, kind, channel, desk_id)} for channel in CHANNELS}


def rhythm_of(person: Person) -> Rhythm:
    """The person's rhythm, or the one of somebody who has chosen nothing (unsaved)."""
    return Rhythm.objects.filter(person=person).first() or Rhythm(person=person)


def _chosen(people: Iterable[int], codes: Iterable[str], desk_id: int) -> dict[tuple[int, str, str, int], bool]:
    rows = Preference.objects.filter(person_id__in=people, kind__in=codes, desk_id__in=(EVERYWHERE, desk_id))
    return {(row.person_id, row.kind, row.channel, row.desk_id): row.wanted for row in rows}


def _wants(
    chosen: Mapping[tuple[int, str, str, int], bool], person_id: int, kind: Kind, channel: str, desk_id: int
) -> bool:
    general = chosen.get((person_id, kind.code, channel, EVERYWHERE), kind.default(channel))
    return chosen.get((person_id, kind.code, channel, desk_id), general)
