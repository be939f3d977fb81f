"""Reading what people were told, and what they want to hear."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from deskhand.accounts.models import Person
from deskhand.kernel.actor import Actor
from deskhand.notify import kinds
from deskhand.notify.kinds import CHANNELS, Kind, Line
from deskhand.notify.models import Notification, Preference

PAGE = 50
"""Notifications on one page."""

COUNT_LIMIT = 100
"""Unread ones are counted up to this; beyond it nobody needs the number."""


@dataclass(frozen=True)
class Shown:
    """A notification with its line."""

    row: Notification
    line: Line


def unread_count(person_id: int | None) -> int:
    """How many notifications a person has not read, at most :data:`COUNT_LIMIT`. One query."""
    if person_id is None:
        return 0
    return Notification.objects.filter(person_id=person_id, read_at=None).order_by()[:COUNT_LIMIT].count()


def newest(actor: Actor, *, before: int | None = None) -> tuple[list[Shown], int | None]:
    """A page of a person's notifications, newest first, and the id from which the next page goes on. What lies behind
    a wall by now is left out."""
    if actor.person_id is None:
        return [], None
    rows = Notification.objects.filter(person_id=actor.person_id, desk_id__in=list(actor.roles))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-pk")[: PAGE + 1])
    shown = in_words(found[:PAGE], actor)
    return shown, found[PAGE - 1].pk if len(found) > PAGE else None


def in_words(rows: Sequence[Notification], actor: Actor) -> list[Shown]:
    """Rows with their lines, in their order."""
    by_kind: dict[str, list[Notification]] = defaultdict(list)
    known = {kind.code for kind in kinds.every()}
    for row in rows:
        if row.kind in known:
            by_kind[row.kind].append(row)
    lines: dict[int, Line] = {}
    for code, some in by_kind.items():
        lines.update(kinds.find(code).lines(some, actor))
    return [Shown(row, lines[row.pk]) for row in rows if row.pk in lines]


def choices(person: Person) -> list[tuple[Kind, Mapping[str, bool]]]:
    """Every kind with what the person gets by each channel."""
    chosen = {(row.kind, row.channel): row.wanted for row in Preference.objects.filter(person=person)}
    return [
        (kind, {channel: chosen.get((kind.code, channel), kind.default(channel)) for channel in CHANNELS})
        for kind in kinds.every()
    ]


def who_wants(kind: Kind, channel: str, people: Iterable[int]) -> set[int]:
    """Ids of those who want to hear of this kind by this channel."""
    ids = set(people)
    chosen = dict(
        Preference.objects.filter(person_id__in=ids, kind=kind.code, channel=channel).values_list("person_id", "wanted")
    )
    return {pk for pk in ids if chosen.get(pk, kind.default(channel))}
