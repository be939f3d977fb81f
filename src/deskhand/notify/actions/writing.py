"""Writing the letters about what people were told within a window, one to each of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction

from deskhand.accounts.models import DeskRole, Person
from deskhand.kernel import clock
from deskhand.kernel.permissions import READERS
from deskhand.notify import kinds, queries, rhythm, windows
from deskhand.notify.models import Digest, Notification, Rhythm, WaitsFor

Rows = Sequence[Notification]


@transaction.atomic
def write_letters(*, ticket_number: int | None) -> int:
    """Write to everybody whose window on the ticket is over, one letter each about all that happened in it. Returns how
    many letters. What somebody has read by then is left out; in quiet hours it waits for their end. May be called at
    any time."""
    waiting = Notification.objects.select_for_update().filter(ticket_number=ticket_number, waits_for=WaitsFor.WINDOW)
    by_person: dict[int, list[Notification]] = defaultdict(list)
    for row in waiting.order_by("pk"):
        by_person[row.person_id].append(row)
    over = clock.now() - windows.LENGTH
    due = {pk: rows for pk, rows in by_person.items() if rows[0].at <= over}
    rhythms = {row.person_id: row for row in Rhythm.objects.filter(person_id__in=due).select_related("person")}
    quiet = _hushed(rhythms.values())
    for pk, rows in due.items():
        _let_wait(rows, WaitsFor.QUIET if pk in quiet else WaitsFor.NOTHING)
    _leave_to_digests({pk: rows for pk, rows in due.items() if pk not in quiet}, rhythms)
    unread = {pk: [one for one in rows if one.read_at is None] for pk, rows in due.items() if pk not in quiet}
    return _write({pk: rows for pk, rows in unread.items() if rows})


def _write(by_person: Mapping[int, Rows]) -> int:
    """The same to several people is written once."""
    desks = {row.desk_id for rows in by_person.values() for row in rows}
    roles = DeskRole.objects.filter(desk_id__in=desks, person_id__in=by_person, role__in=READERS)
    serving = set(roles.values_list("person_id", "desk_id"))
    people = Person.objects.filter(pk__in=by_person, is_active=True).exclude(email=None).in_bulk()
    together: dict[tuple[tuple[str, int], ...], list[int]] = defaultdict(list)
    for pk in sorted(people):
        seen = tuple((row.kind, row.event_id) for row in by_person[pk] if (pk, row.desk_id) in serving)
        if seen:
            together[seen].append(pk)
    for told, readers in together.items():
        rows = [row for row in by_person[readers[0]] if (row.kind, row.event_id) in told]
        _send(rows, [people[pk] for pk in readers])
    return sum(len(readers) for readers in together.values())


def _send(rows: Rows, people: Sequence[Person]) -> None:
    """One letter, unless kinds of two modules meet in one window: then each module writes its own."""
    by_writing: dict[kinds.Writing, list[Notification]] = defaultdict(list)
    for row in rows:
        write = kinds.find(row.kind).write if row.kind in kinds.codes() else None
        if write is not None and kinds.is_told(row.kind, row.desk_id):
            by_writing[write].append(row)
    for write, some in by_writing.items():
        write(people, some)


def _hushed(rhythms: Iterable[Rhythm]) -> set[int]:
    """Those of them for whom quiet hours have begun meanwhile; notes when these end."""
    quiet = set()
    for row in rhythms:
        until = rhythm.quiet_until(row, clock.now(), clock.zone_of(row.person.time_zone))
        if until is not None:
            quiet.add(row.person_id)
            Rhythm.objects.filter(pk=row.pk).update(quiet_due_at=until)
    return quiet


def _leave_to_digests(by_person: Mapping[int, Rows], rhythms: Mapping[int, Rhythm]) -> None:
    """What somebody wants in their summary as well waits for that now."""
    for pk in by_person.keys() & rhythms.keys():
        if rhythms[pk].digest == Digest.NEVER:
            continue
        for row in by_person[pk]:
            wants = queries.who_wants(kinds.find(row.kind), [pk], row.desk_id)
            if pk in wants[kinds.DIGEST]:
                _let_wait([row], WaitsFor.DIGEST)


def _let_wait(rows: Rows, waits_for: WaitsFor) -> None:
    Notification.objects.filter(pk__in=[row.pk for row in rows]).update(waits_for=waits_for)
