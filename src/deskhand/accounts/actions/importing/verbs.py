"""Beginning, checking, starting and undoing an import. The rows are the worker's: see ``steps``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.actions.importing import acting
from deskhand.accounts.actions.importing.steps import go_on
from deskhand.accounts.importing import columns as meanings
from deskhand.accounts.importing.reading import read
from deskhand.accounts.models import Desk, ImportBatch
from deskhand.accounts.models.importing import WORKING, Existing, Stage, What
from deskhand.files import blobs
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Denied, Invalid, NotFound

UNDO_FOR = timedelta(days=30)
"""How long an import can be undone; then what its rows held is forgotten."""

UNFINISHED_LIMIT = 20
"""Most files of one desk that wait for somebody to choose their columns or to import them."""

PREVIEWED_ROWS = 20
PREVIEWED_CELL = 500
"""Rows of a file that are kept for its preview, and characters of each of their cells."""


def begin_import(*, actor: Actor, desk: Desk, what: str, filename: str, content: bytes) -> ImportBatch:
    """Take a file in and guess what its columns are. Nothing is imported by that. Raises Invalid or TooLarge for what
    cannot be read, Invalid as well while too many files of the desk wait."""
    actor.need("people.import", desk.pk)
    waiting = ImportBatch.objects.within(desk).filter(stage__in=[Stage.MAPPING, Stage.CHECKING, Stage.CHECKED])
    if waiting.count() >= UNFINISHED_LIMIT:
        words = _("%(limit)s files wait to be imported. Import some of them or throw them away first.")
        raise Invalid(words % {"limit": UNFINISHED_LIMIT}, {"file": words % {"limit": UNFINISHED_LIMIT}})
    if what not in What.values:
        raise Invalid(_("There is no such list."), {"what": _("People or organizations.")})
    sheet = read(content)
    blob = blobs.store(content)
    batch: ImportBatch = ImportBatch.objects.create(
        desk=desk,
        what=what,
        filename=filename[-255:],
        blob=blob,
        encoding=sheet.encoding,
        headings=sheet.headings,
        columns=meanings.guessed(what, sheet.headings),
        first_rows=[[number, [one[:PREVIEWED_CELL] for one in cells]] for number, cells in sheet.rows[:PREVIEWED_ROWS]],
        total=len(sheet.rows),
        counts={"last": sheet.rows[-1][0]},
        by_id=actor.person_id,
        begun_at=clock.now(),
    )
    return batch


def import_for(actor: Actor, desk: Desk, pk: int) -> ImportBatch:
    """An import of the desk, if the actor may import there; else NotFound."""
    allowed = [desk.pk] if actor.may("people.import", desk.pk) else []
    found: ImportBatch | None = ImportBatch.objects.within(allowed).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


@transaction.atomic
def check_import(*, actor: Actor, batch: ImportBatch, columns: Sequence[str], existing: str) -> ImportBatch:
    """Choose what the columns are and what becomes of those who are there, and let every row be judged without
    changing anybody. Raises Invalid without the columns that are needed."""
    locked = _locked(actor, batch)
    _need(locked, Stage.MAPPING, Stage.CHECKED)
    locked.columns = meanings.allowed(locked.what, columns, len(locked.headings))
    locked.existing = existing if existing in Existing.values else Existing.FILL
    needed = "email" if locked.what == What.PEOPLE else "name"
    if needed not in locked.columns:
        label = next(one.label for one in meanings.targets(locked.what) if one.key == needed)
        words = _("Say which column is “%(column)s”: by it a row finds who is there already.") % {"column": label}
        raise Invalid(words, {"columns": words})
    return _begin(locked, Stage.CHECKING, "")


@transaction.atomic
def start_import(*, actor: Actor, batch: ImportBatch) -> ImportBatch:
    """Import what was checked. Each row is judged again as things are then."""
    locked = _locked(actor, batch)
    _need(locked, Stage.CHECKED)
    return _begin(locked, Stage.APPLYING, "rows")


@transaction.atomic
def undo_import(*, actor: Actor, batch: ImportBatch) -> ImportBatch:
    """Take the whole import back, except what somebody changed or used since: the rows say what was kept and why."""
    locked = _locked(actor, batch)
    _need(locked, Stage.DONE)
    if locked.applied_at is None or locked.applied_at < clock.now() - UNDO_FOR:
        raise Denied(_("An import can be undone for %(days)s days.") % {"days": UNDO_FOR.days})
    locked.undone_by_id = actor.person_id
    first = "managers" if locked.what == What.PEOPLE else "rows"
    return _begin(locked, Stage.UNDOING, first)


@transaction.atomic
def continue_import(*, actor: Actor, batch: ImportBatch) -> ImportBatch:
    """Put the work of an import that stopped into the queue again. If whoever began it may not import any more, it
    goes on in the name of whoever does this."""
    locked = _locked(actor, batch)
    if locked.stage in WORKING:
        if not acting.may_go_on(locked):
            column = "undone_by" if locked.stage == Stage.UNDOING else "by"
            setattr(locked, f"{column}_id", actor.person_id)
            locked.save(update_fields=[column])
        go_on(locked)
    return locked


@transaction.atomic
def discard_import(*, actor: Actor, batch: ImportBatch) -> None:
    """Throw away an import that changed nothing yet."""
    locked = _locked(actor, batch)
    _need(locked, Stage.MAPPING, Stage.CHECKED)
    locked.delete()


def _locked(actor: Actor, batch: ImportBatch) -> ImportBatch:
    actor.need("people.import", batch.desk_id)
    found: ImportBatch | None = (
        ImportBatch.objects.within(batch.desk_id).select_for_update(of=("self",)).filter(pk=batch.pk).first()
    )
    if found is None:
        raise NotFound
    return found


def _need(batch: ImportBatch, *stages: Stage) -> None:
    """Two presses of a button at once: the second one learns that the first was taken."""
    if batch.stage not in stages:
        raise Denied(_("This import is further along: %(stage)s.") % {"stage": Stage(batch.stage).label})


def _begin(batch: ImportBatch, stage: Stage, phase: str) -> ImportBatch:
    batch.stage, batch.phase, batch.at_row = stage, phase, 0
    batch.save()
    go_on(batch)
    return batch
