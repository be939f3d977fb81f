"""Entries as a file that spreadsheets open, written row by row while they are read."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from deskhand.accounts.importing.export import harmless
from deskhand.modules.time.sums import described

EXPORT_LIMIT = 100_000
"""Most entries of one file."""

AT_ONCE = 2_000
"""Entries that are read at once."""

_COLUMNS = (
    "day",
    "number",
    "subject",
    "person__name",
    "organization_name",
    "activity__name",
    "is_billable",
    "duration",
    "note",
)


class _Line:
    """What csv writes to: it hands back each line."""

    def write(self, text: str) -> str:
        return text


def lines(entries: Any) -> Iterator[str]:
    """The file, line by line: a byte order mark by which spreadsheets know UTF-8, headings, entries by day."""
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(_headings())
    rows = described(entries).order_by("day", "pk").values_list(*_COLUMNS)
    for row in rows.iterator(chunk_size=AT_ONCE):
        yield writer.writerow(_cells(*row))


def _headings() -> list[str]:
    return [
        _("Day"),
        _("Ticket"),
        _("Subject"),
        _("Person"),
        _("Organization"),
        _("Activity"),
        _("Billable"),
        _("Minutes"),
        _("Hours"),
        _("Note"),
    ]


def _cells(day: Any, number: int, subject: str | None, person: str, organization: str | None, *rest: Any) -> list[str]:
    activity, is_billable, duration, note = rest
    minutes = round(duration.total_seconds() / 60)
    texts = [harmless(one or "") for one in (subject, person, organization, activity)]
    billable = _("yes") if is_billable else _("no")
    return [day.isoformat(), str(number), *texts, billable, str(minutes), f"{minutes / 60:.2f}", harmless(note)]
