"""What the chunks of an import share: which rows are next, writing them again, moving on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Count

from deskhand.accounts.actors import actor_for
from deskhand.accounts.events import ImportUndone, ListImported
from deskhand.accounts.models import ImportBatch, ImportRow
from deskhand.accounts.models.importing import Stage, Verdict
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor, Channel, system
from deskhand.kernel.bulk import insert_many
from deskhand.kernel.events import emit


def importer(batch: ImportBatch) -> Actor:
    """Who imports, with their rights of this moment; the terminal if nobody is named."""
    by = batch.undone_by if batch.stage == Stage.UNDOING else batch.by
    return actor_for(by, Channel.IMPORT) if by is not None else system(Channel.IMPORT)


def may_go_on(batch: ImportBatch) -> bool:
    """Whether who imports, or undoes, still may: a role that was taken meanwhile stops the work where it is."""
    by = batch.undone_by if batch.stage == Stage.UNDOING else batch.by
    return (by is None or by.is_active) and importer(batch).may("people.import", batch.desk_id)


def next_rows(batch: ImportBatch, count: int) -> list[ImportRow]:
    """The next rows that were not refused, in the order of the file."""
    ahead = batch.rows.filter(number__gt=batch.at_row).exclude(verdict=Verdict.REFUSED)
    return list(ahead.order_by("number")[:count])


def rewrite(rows: Sequence[ImportRow]) -> None:
    """Write rows over: removing and inserting is several times faster than changing each."""
    if rows:
        ImportRow.objects.beyond_walls("the import's own").filter(pk__in=[row.pk for row in rows]).delete()
        insert_many(rows)


def moved_on(batch: ImportBatch, rows: Sequence[ImportRow], count: int) -> bool:
    """Move the mark behind these rows; False if they were the last."""
    if rows:
        batch.at_row = rows[-1].number
    return len(rows) == count


def next_phase(batch: ImportBatch, phase: str) -> None:
    batch.phase, batch.at_row = phase, 0


def finish(batch: ImportBatch) -> None:
    """The last row is through: note when, and the fact of it."""
    batch.stage, batch.phase, batch.at_row, batch.applied_at = Stage.DONE, "", 0, clock.now()
    counted = counts(batch)
    fact = ListImported(batch=batch.pk, what=batch.what, **{one.value: counted.get(one.value, 0) for one in Verdict})
    emit(fact, actor=importer(batch), desk_id=batch.desk_id)


def finish_undo(batch: ImportBatch) -> None:
    kept = batch.rows.filter(fate__0__in=["in_use", "edited", "partly"]).count()
    undone = batch.rows.filter(fate__0__in=["removed", "restored"]).count()
    fact = ImportUndone(batch=batch.pk, what=batch.what, undone=undone, kept=kept)
    emit(fact, actor=importer(batch), desk_id=batch.desk_id)
    batch.stage, batch.phase, batch.at_row, batch.undone_at = Stage.UNDONE, "", 0, clock.now()


def counts(batch: ImportBatch) -> dict[str, int]:
    """How many rows have each verdict; ``warned`` how many of them lose something."""
    rows: Any = batch.rows.order_by().values_list("verdict").annotate(n=Count("pk"))
    return {**dict(rows), "warned": batch.rows.filter(is_warned=True).count()}
