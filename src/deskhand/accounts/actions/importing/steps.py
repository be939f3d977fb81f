"""An import's work, in chunks. Each chunk is one job whose transaction holds its effect, the mark how far the import
is, and the job of the next chunk: after a crash the chunk was done or was not, never half and never twice."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.db import transaction

from deskhand.accounts.actions.importing import acting, checking, organization_rows, people_rows, undoing
from deskhand.accounts.models import ImportBatch
from deskhand.accounts.models.importing import WORKING, Stage, What
from deskhand.jobs.queue import job

BEHIND = -5
"""Priority of the chunks: letters and notifications pass between them."""


@job(outside=True)
def next_chunk(*, batch_id: int) -> Callable[[], None] | None:
    """Do the next chunk of an import's rows."""
    batch = ImportBatch.objects.beyond_walls("the worker serves all desks").filter(pk=batch_id).first()
    if batch is None or batch.stage not in WORKING:
        return None
    if batch.stage == Stage.CHECKING:  # Reading and judging needs no transaction; only its result is written in one.
        return partial(_written, batch_id, checking.prepared(batch))
    return partial(_written, batch_id, _apply if batch.stage == Stage.APPLYING else undoing.undo_chunk)


def go_on(batch: ImportBatch) -> None:
    """Put the next chunk into the queue, unless it is there."""
    next_chunk.put(unique_key=f"import:{batch.pk}", priority=BEHIND, desk_id=batch.desk_id, batch_id=batch.pk)


def work_off(batch_id: int, tell: Callable[[ImportBatch], None]) -> ImportBatch:
    """Do all chunks here and now: for the terminal. A worker may do some of them at the same time."""
    while True:
        finish = next_chunk.run(batch_id=batch_id)
        if finish is not None:
            with transaction.atomic():
                finish()
        batch: ImportBatch = ImportBatch.objects.beyond_walls("the terminal's own").get(pk=batch_id)
        tell(batch)
        if batch.stage not in WORKING:
            return batch


def _written(batch_id: int, chunk: Callable[[ImportBatch], None]) -> None:
    found = ImportBatch.objects.beyond_walls("the worker serves all desks").select_for_update(of=("self",))
    batch = found.filter(pk=batch_id).first()
    if batch is None or batch.stage not in WORKING:
        return
    if batch.stage != Stage.CHECKING and not acting.may_go_on(batch):
        return  # Somebody who may puts it on again, or undoes it.
    chunk(batch)
    batch.save()
    if batch.stage in WORKING:
        go_on(batch)


def _apply(batch: ImportBatch) -> None:
    chunk = people_rows.apply_chunk if batch.what == What.PEOPLE else organization_rows.apply_chunk
    chunk(batch)
