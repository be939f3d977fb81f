"""Periodic work. Any number of workers may look; each instant is taken by one UPDATE."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection, transaction

from deskhand.jobs.models import Schedule
from deskhand.jobs.queue import JobKind, now_sql
from deskhand.kernel import switches


@dataclass(frozen=True)
class Periodic:
    """A job that is put every so many seconds."""

    kind: JobKind
    every_seconds: float


_periodic: dict[str, Periodic] = {}


def every(seconds: float, kind: JobKind) -> None:
    """Put ``kind`` (without arguments) every ``seconds``; one that still waits is not put twice."""
    _periodic[kind.name] = Periodic(kind, seconds)


def known() -> dict[str, Periodic]:
    return dict(_periodic)


def prepare() -> None:
    """Make the rows of the known schedules; drop those that the program no longer has."""
    Schedule.objects.exclude(name__in=_periodic).delete()
    have = dict(Schedule.objects.values_list("name", "every_ms"))
    for name, periodic in _periodic.items():
        every_ms = int(periodic.every_seconds * 1000)
        if name not in have:
            Schedule.objects.get_or_create(name=name, defaults={"every_ms": every_ms, "next_ms": 0})
        elif have[name] != every_ms:
            Schedule.objects.filter(name=name).update(every_ms=every_ms, next_ms=0)


def put_due() -> int:
    """Put the jobs whose instant has passed. Returns how many."""
    count = 0
    while _take_one():
        count += 1
    return count


def _take_one() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM jobs_schedule WHERE next_ms <= {now_sql()} LIMIT 1")  # noqa: S608
        if cursor.fetchone() is None:
            return False
    lock = "" if connection.vendor == "sqlite" else "FOR UPDATE SKIP LOCKED"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"""UPDATE jobs_schedule SET next_ms = {now_sql()} + every_ms
                 WHERE id = (SELECT id FROM jobs_schedule WHERE next_ms <= {now_sql()}
                              ORDER BY next_ms LIMIT 1 {lock})
             RETURNING name"""  # noqa: S608
        )
        row = cursor.fetchone()
        if row is None:
            return False
        if row[0] in _periodic and _is_wanted(_periodic[row[0]].kind):
            _periodic[row[0]].kind.put(unique_key=f"schedule:{row[0]}"[:120])
    return True


def _is_wanted(kind: JobKind) -> bool:
    """The periodic work of a module rests while it is off everywhere."""
    return not kind.module or switches.is_on_anywhere(kind.module)
