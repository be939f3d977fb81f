"""What the pages of an import show: rows in words, counts, and how far the worker is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from deskhand.accounts.actions.importing import UNDO_FOR, acting, checking
from deskhand.accounts.importing import columns as meanings
from deskhand.accounts.importing import export, reasons
from deskhand.accounts.models import Desk, ImportBatch, ImportRow
from deskhand.accounts.models.importing import WORKING, Existing, Stage, Verdict
from deskhand.jobs.models import Job, JobState
from deskhand.kernel import clock

PREVIEWED = 8
"""First rows that the preview shows."""

SAMPLES = 3
"""Cells of a column that are shown beside the choice of what it is."""

PAGE = 50
"""Rows on one page."""

HISTORY = 100
"""Newest imports on the page."""


def history(desk: Desk) -> list[dict[str, Any]]:
    """The newest imports of the desk, with their counts."""
    rows = ImportBatch.objects.within(desk).select_related("by").order_by("-begun_at", "-pk")[:HISTORY]
    return [{"row": one, "counts": _counts(one) if one.stage in (Stage.DONE, Stage.UNDONE) else None} for one in rows]


def choosing(batch: ImportBatch, columns: Sequence[str], existing: str) -> dict[str, Any]:
    """The form in which the columns are chosen, with the first rows as they would be."""
    chosen = meanings.allowed(batch.what, columns, len(batch.headings))
    offered = [("", _("Leave out")), *((one.key, one.label) for one in meanings.targets(batch.what))]
    listed = [
        {
            "heading": heading,
            "target": target,
            "samples": [cells[at][:60] for _number, cells in batch.first_rows if at < len(cells) and cells[at]][
                :SAMPLES
            ],
        }
        for at, (heading, target) in enumerate(zip(batch.headings, chosen, strict=True))
    ]
    choices = [
        (Existing.FILL, Existing.FILL.label, _("What somebody has stays.")),
        (Existing.OVERWRITE, Existing.OVERWRITE.label, _("Empty cells erase nothing.")),
        (Existing.LEAVE, Existing.LEAVE.label, _("Only new ones are entered.")),
    ]
    shown = preview(batch, chosen, existing)
    return {"batch": batch, "columns": listed, "offered": offered, "existing": existing, "choices": choices} | shown


def preview(batch: ImportBatch, columns: Sequence[str], existing: str) -> dict[str, Any]:
    """The first rows as these choices would have them, by themselves: whether a manager is another row of the file only
    the check can say, so here every manager is taken for one. Nobody is changed."""
    chosen = meanings.allowed(batch.what, columns, len(batch.headings))
    existing = existing if existing in Existing.values else batch.existing
    first = checking.first_named(chosen, batch.first_rows)
    for manager in checking.managers(batch, chosen, batch.first_rows):
        first.setdefault(manager, batch.counts.get("last", 0) + 1)
    planned = checking.plan_rows(batch, chosen, existing, batch.first_rows[:PREVIEWED], first)
    return {"rows": described(batch, planned), "is_preview": True}


def page(batch: ImportBatch, show: str, number: str | None) -> dict[str, Any]:
    """The page of an import that is checked, at work, or through."""
    shown: dict[str, Any] = {"batch": batch, "is_working": batch.stage in WORKING}
    if shown["is_working"]:
        return shown | progress(batch)
    counts = _counts(batch)
    show = show if show in counts or show == "kept" else ""
    found = Paginator(_shown(batch, show), PAGE).get_page(number)
    until = batch.applied_at + UNDO_FOR if batch.applied_at else None
    return shown | {
        "counts": counts,
        "show": show,
        "kept_count": _kept(batch).count() if batch.stage == Stage.UNDONE else 0,
        "page": found,
        "rows": described(batch, found.object_list),
        "undo_until": until,
        "may_undo": batch.stage == Stage.DONE and until is not None and until > clock.now(),
        "is_forgotten": batch.stage in (Stage.DONE, Stage.UNDONE) and not batch.rows.exists(),
    }


def progress(batch: ImportBatch) -> dict[str, Any]:
    """``percent`` of the rows, and whether work for it waits or runs at all."""
    last = batch.counts.get("last") or 1
    waits = Job.objects.filter(unique_key=f"import:{batch.pk}", state__in=[JobState.READY, JobState.RUNNING])
    return {"percent": min(100, round(100 * batch.at_row / last)), "is_stopped": not waits.exists()}


def standing(batch: ImportBatch) -> dict[str, Any]:
    """Where an import stands: ``percent`` while the worker is at it, else the ``counts`` of what is known of its rows,
    and ``undo_until`` while it can be taken back."""
    is_working, is_known = batch.stage in WORKING, batch.stage in (Stage.CHECKED, Stage.DONE, Stage.UNDONE)
    return {
        "percent": progress(batch)["percent"] if is_working else None,
        "counts": _counts(batch) if is_known else {},
        "undo_until": batch.applied_at + UNDO_FOR if batch.applied_at and batch.stage == Stage.DONE else None,
    }


def refused(batch: ImportBatch) -> bytes:
    """The refused rows as a CSV file: row number, reason, and every cell that was read."""
    labels = {one.key: str(one.label) for one in meanings.targets(batch.what)}
    keys = [key for key in labels if key in batch.columns]
    rows = batch.rows.filter(verdict=Verdict.REFUSED).order_by("number").iterator(chunk_size=2000)
    return export.sheet(
        [_("Row"), _("Reason"), *(labels[key] for key in keys)],
        (
            [str(row.number), _sentences(row.remarks), *("; ".join(row.cells.get(key, [])) for key in keys)]
            for row in rows
        ),
    )


def described(batch: ImportBatch, rows: Iterable[ImportRow]) -> list[dict[str, Any]]:
    """Rows in words: number, whom, verdict, changes, remarks, what undoing did."""
    labels = {one.key: one.label for one in meanings.targets(batch.what)}
    return [
        {
            "number": row.number,
            "name": _name(row),
            "detail": next(iter(row.cells.get("email", row.cells.get("domains", []))), ""),
            "verdict": row.verdict,
            "label": Verdict(row.verdict).label,
            "url_id": row.subject_id if batch.applied_at and row.verdict != Verdict.REFUSED else None,
            "changes": [_change(labels, row, name) for name in row.after if name in labels and _is_told(row, name)],
            "addresses": row.addresses if row.verdict == Verdict.CHANGED else [],
            "remarks": [(reasons.sentence(one), reasons.is_warning(one)) for one in row.remarks],
            "fate": reasons.sentence(_fate(labels, row)) if row.fate else "",
        }
        for row in rows
    ]


def _is_told(row: ImportRow, name: str) -> bool:
    return not (row.verdict == Verdict.NEW and name in ("name", "domains") and not row.after[name])


def _name(row: ImportRow) -> str:
    given = next(iter(row.cells.get("name", [])), "")
    parts = [next(iter(row.cells.get(one, [])), "") for one in ("first_name", "last_name")]
    return given or " ".join(filter(None, parts)) or row.after.get("name", "")


def _fate(labels: dict[str, Any], row: ImportRow) -> list[Any]:
    code, *about = row.fate
    names = [str(labels.get(one, one)) for one in about[0].split(", ")] if about else []
    return [code, ", ".join(names)] if names else [code]


def _change(labels: dict[str, Any], row: ImportRow, name: str) -> dict[str, str]:
    return {"label": labels[name], "old": _word(row.before.get(name, "")), "new": _word(row.after[name])}


def _word(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dict):
        return str(value.get("name") or "")
    return ", ".join(value) if isinstance(value, list) else str(value or "")


def _sentences(remarks: Iterable[reasons.Reason]) -> str:
    return " ".join(reasons.sentence(one) for one in remarks)


def _counts(batch: ImportBatch) -> dict[str, int]:
    return {one.value: 0 for one in Verdict} | acting.counts(batch)


def _shown(batch: ImportBatch, show: str) -> Any:
    rows = batch.rows.order_by("number")
    if show == "warned":
        return rows.filter(is_warned=True)
    if show == "kept":
        return _kept(batch)
    return rows.filter(verdict=show) if show else rows


def _kept(batch: ImportBatch) -> Any:
    """The rows that undoing left as they are, or in part."""
    return batch.rows.filter(fate__0__in=["in_use", "edited", "partly"]).order_by("number")
