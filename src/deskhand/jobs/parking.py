"""Jobs of modules that are off: kept aside, offered to the module when it is switched on again, then gone on with."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from deskhand.jobs import claims, wake
from deskhand.jobs.claims import Claimed
from deskhand.jobs.models import Job, JobState
from deskhand.jobs.queue import now_sql
from deskhand.kernel import switches


def is_parked(claimed: Claimed) -> bool:
    """Park the job if its module is off on its desk. Returns whether it was."""
    if not claimed.module or switches.is_on(claimed.module, claimed.desk_id):
        return False
    with transaction.atomic():  # Whoever switches on now waits, and finds the job parked.
        if switches.is_surely_on(claimed.module, claimed.desk_id):
            return False
        claims.park(claimed)
    return True


def parked(module: str, desk_id: int) -> QuerySet[Job]:
    """What waits for the module on the desk, the oldest first; with it, what belongs to no desk."""
    desks = Q(desk_id=desk_id) | Q(desk_id=None)
    return Job.objects.filter(desks, module=module, state=JobState.PARKED).order_by("pk")


def drop(jobs: Iterable[Job]) -> int:
    """Forget parked jobs that nobody needs any more (``switched_on`` decides). Returns how many."""
    gone, _by_model = Job.objects.filter(pk__in=[one.pk for one in jobs], state=JobState.PARKED).delete()
    return gone


def release(module: str, desk_id: int) -> int:
    """Let parked jobs go on with all their tries; of several with one unique key, the newest. Returns how many."""
    waiting = parked(module, desk_id).order_by()
    waiting.filter(Exists(_later())).delete()
    count = _make_ready(module, desk_id)
    if count:
        transaction.on_commit(wake.ring)
    return count


def _later() -> QuerySet[Job]:
    """Jobs that make a parked one needless: they have its key and wait already, or were put after it."""
    waits = Q(state__in=[JobState.READY, JobState.RUNNING]) | Q(state=JobState.PARKED, pk__gt=OuterRef("pk"))
    return Job.objects.filter(waits, unique_key=OuterRef("unique_key"))


def _make_ready(module: str, desk_id: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            f"""UPDATE jobs_job SET state = 'ready', attempts = 0, due_ms = {now_sql()}
                 WHERE state = 'parked' AND module = %s AND (desk_id = %s OR desk_id IS NULL)""",  # noqa: S608
            [module, desk_id],
        )
        return int(cursor.rowcount)
