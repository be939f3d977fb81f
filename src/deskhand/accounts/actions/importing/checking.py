"""The dry run: every row judged and written down, nobody changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from deskhand.accounts.importing import judging, known, plans, reading
from deskhand.accounts.importing.columns import picked
from deskhand.accounts.importing.plans import Plan
from deskhand.accounts.importing.reasons import is_warning
from deskhand.accounts.models import ImportBatch, ImportRow
from deskhand.accounts.models.importing import Stage, Verdict, What
from deskhand.files import blobs
from deskhand.kernel.bulk import insert_many
from deskhand.kernel.errors import NotFound

CHUNK = 2_000
"""Rows that are judged at once."""

FORGET = 5_000
"""Rows of an earlier check that are removed in one transaction."""

Numbered = Sequence[tuple[int, Sequence[str]]]


def prepared(batch: ImportBatch) -> Callable[[ImportBatch], None]:
    """Read and judge the next rows; what is returned writes them down."""
    if batch.at_row == 0 and batch.rows.exists():
        return _forget_some
    sheet = read(batch)
    ahead = [one for one in sheet.rows if one[0] > batch.at_row]
    rows = plan_rows(batch, batch.columns, batch.existing, ahead[:CHUNK], first_named(batch.columns, sheet.rows))
    after, is_last = batch.at_row, len(ahead) <= CHUNK

    def write(locked: ImportBatch) -> None:
        if locked.at_row != after or locked.stage != Stage.CHECKING:  # Another worker was faster.
            return
        insert_many(rows)
        locked.at_row = rows[-1].number if rows else after
        if is_last:
            locked.stage, locked.at_row = Stage.CHECKED, 0

    return write


def read(batch: ImportBatch) -> reading.Sheet:
    """The batch's file."""
    if batch.blob is None:
        raise NotFound
    return reading.read(blobs.read(batch.blob))


def plan_rows(
    batch: ImportBatch, columns: Sequence[str], existing: str, numbered: Numbered, first: Mapping[str, int]
) -> list[ImportRow]:
    """Unsaved rows that say what each of these would do under these choices. ``first`` maps what names a subject to the
    row of the file that names it first."""
    cells = [picked(columns, row) for _number, row in numbered]
    judge = judging.person if batch.what == What.PEOPLE else judging.organization
    told = [judge(one) for one in cells]
    for (number, _row), one in zip(numbered, told, strict=True):
        earlier = first.get(one.email or str(one.values.get("name", "")).casefold(), number)
        if one.refused is None and earlier < number:
            one.refused = ["twice", earlier]
    made = _plans(batch, existing, told, first)
    return [
        written(ImportRow(batch=batch, number=number, cells=one), plan)
        for (number, _row), one, plan in zip(numbered, cells, made, strict=True)
    ]


def written(row: ImportRow, plan: Plan) -> ImportRow:
    """Put a plan on its row."""
    row.verdict, row.remarks, row.subject_id = plan.verdict, plan.remarks, plan.person or None
    row.is_warned = any(is_warning(one) for one in plan.remarks) and plan.verdict != Verdict.REFUSED
    row.before, row.after, row.addresses = plan.before, plan.after, plan.addresses
    row.is_made, row.is_entered = plan.makes, plan.enters
    return row


def first_named(columns: Sequence[str], numbered: Numbered) -> dict[str, int]:
    """Addresses (of a list of organizations: names) and the first row that has each."""
    first: dict[str, int] = {}
    are_people = "email" in columns
    wanted = [at for at, key in enumerate(columns) if key in ({"email", "addresses"} if are_people else {"name"})]
    for number, cells in numbered:
        for text in (cells[at].casefold() for at in wanted if at < len(cells)):
            for one in re.split(r"[\s,;|<>]+", text) if are_people else [" ".join(text.split())]:
                first.setdefault(one.removeprefix("smtp:").removeprefix("mailto:"), number)
    return first


def managers(batch: ImportBatch, columns: Sequence[str], numbered: Numbered) -> set[str]:
    """The managers' addresses that these rows of a list of people name."""
    if batch.what != What.PEOPLE:
        return set()
    told = [judging.person(picked(columns, row)) for _number, row in numbered]
    return {one.manager for one in told if one.manager}


def _plans(batch: ImportBatch, existing: str, told: Sequence[judging.Told], first: Mapping[str, int]) -> list[Plan]:
    if batch.what == What.ORGANIZATIONS:
        around, entered = known.organizations_around(batch.desk_id, told)
        return [plans.for_organization(one, around, entered, existing) for one in told]
    around = known.around(batch.desk_id, told)
    found = [plans.for_person(one, around, existing) for one in told]
    for plan, one in zip(found, told, strict=True):
        plans.add_manager(plan, one, around, existing, first)
    return found


def _forget_some(locked: ImportBatch) -> None:
    old: Any = locked.rows.order_by("pk").values_list("pk", flat=True)[:FORGET]
    locked.rows.filter(pk__in=list(old)).delete()
