"""When the time for undoing is over: what imports and merges kept for it is forgotten."""

from __future__ import annotations

from datetime import timedelta

from allauth.mfa.models import Authenticator
from django.db import transaction

from deskhand.accounts.actions.importing.verbs import UNDO_FOR
from deskhand.accounts.actions.merge import UNDO_FOR as UNDO_MERGE_FOR
from deskhand.accounts.models import ImportBatch, ImportRow, PersonMerge
from deskhand.accounts.models.importing import Stage
from deskhand.jobs.queue import job
from deskhand.kernel import clock

KEEP_UNFINISHED = timedelta(days=7)
"""How long a file waits for somebody to choose its columns or to import it."""

ROWS_AT_ONCE = 5_000
"""Rows that one transaction removes; the next job goes on."""

WHY = "every desk forgets alike"


@job()
def forget_what_cannot_be_undone() -> None:
    """Remove the rows of imports that cannot be undone any more, let go of the files of those that are through, and
    remove what merges kept of the account that went."""
    has_more = _forget_unfinished()
    _forget_merges()
    old = ImportBatch.objects.beyond_walls(WHY).filter(applied_at__lt=clock.now() - UNDO_FOR)
    settled = old.filter(stage__in=[Stage.DONE, Stage.UNDONE])
    rows = ImportRow.objects.beyond_walls(WHY).filter(batch__in=settled.values("pk")).order_by("pk")
    ids = list(rows.values_list("pk", flat=True)[:ROWS_AT_ONCE])
    ImportRow.objects.beyond_walls(WHY).filter(pk__in=ids).delete()
    over = ImportBatch.objects.beyond_walls(WHY).filter(stage__in=[Stage.DONE, Stage.UNDONE])
    over.exclude(blob=None).update(blob=None)  # The undo goes by the rows: nobody reads the file again.
    if has_more or len(ids) == ROWS_AT_ONCE:
        forget_what_cannot_be_undone.put(unique_key="forget_what_cannot_be_undone")


def _forget_unfinished() -> bool:
    """Throw one file away that nobody imported, or some of its rows if they are many; True if there is more to do."""
    waiting = ImportBatch.objects.beyond_walls(WHY).filter(stage__in=[Stage.MAPPING, Stage.CHECKED])
    old = waiting.filter(begun_at__lt=clock.now() - KEEP_UNFINISHED).order_by("pk")
    batch: ImportBatch | None = old.first()
    if batch is None:
        return False
    ids = list(batch.rows.order_by("pk").values_list("pk", flat=True)[:ROWS_AT_ONCE])
    ImportRow.objects.beyond_walls(WHY).filter(pk__in=ids).delete()
    if len(ids) < ROWS_AT_ONCE:
        batch.delete()
    return bool(old.exists())


@transaction.atomic
def _forget_merges() -> None:
    merges = PersonMerge.objects.beyond_walls(WHY).in_force().filter(at__lt=clock.now() - UNDO_MERGE_FOR)
    for merge in merges.exclude(gone_was={}).select_related("gone"):
        merge.gone.set_unusable_password()
        merge.gone.save(update_fields=["password"])
        Authenticator.objects.filter(user=merge.gone).delete()
        merge.before, merge.after, merge.gone_was, merge.moved = {}, {}, {}, {}
        merge.save(update_fields=["before", "after", "gone_was", "moved"])
