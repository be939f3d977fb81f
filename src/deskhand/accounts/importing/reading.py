"""From the bytes of a CSV file to rows of text. No database; whatever comes in, it answers or raises Invalid."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deskhand.kernel.errors import Invalid, TooLarge

FILE_LIMIT = 20 * 1024 * 1024
"""Largest file in bytes."""

ROW_LIMIT = 50_000
"""Most rows of one file, its headings not counted."""

COLUMN_LIMIT = 100
"""Most columns of one file."""

CELL_LIMIT = 10_000
"""Longest cell in characters; a longer one refuses its row."""

DELIMITERS = (",", ";", "\t")
_SAMPLE_LINES = 20
_GUARDED = re.compile(r"'[=+\-@]")


@dataclass(frozen=True)
class Sheet:
    """What a file holds. ``rows`` are pairs of the row's number as a spreadsheet counts (the headings are row 1) and
    its cells; empty rows are left out."""

    encoding: str
    delimiter: str
    headings: list[str]
    rows: list[tuple[int, list[str]]]


def read(raw: bytes) -> Sheet:
    """Read a whole file. Raises Invalid or TooLarge with a sentence that says what to do."""
    if len(raw) > FILE_LIMIT:
        words = _("The file is too large: at most %(size)s MB. Split it into several.")
        raise TooLarge(words % {"size": FILE_LIMIT // 2**20})
    encoding, text = decoded(raw)
    text, delimiter = _separated(text)
    records = list(islice(_records(text, delimiter), ROW_LIMIT + 2))
    if not records:
        words = _("The file is empty. Choose one with headings and at least one row.")
        raise Invalid(words, {"file": words})
    headings = _headings(records)
    rows = [one for one in records if one[0] != 1 or not _is_heading(records[0][1])]
    if len(rows) > ROW_LIMIT:
        words = _("The file has more than %(limit)s rows. Split it into several.") % {"limit": ROW_LIMIT}
        raise Invalid(words, {"file": words})
    if not rows:
        words = _("The file has headings and nothing else. Choose one with rows.")
        raise Invalid(words, {"file": words})
    return Sheet(encoding, delimiter, headings, rows)


def decoded(raw: bytes) -> tuple[str, str]:
    """The name of the encoding and the text: by its byte order mark, as UTF-16 without one, as UTF-8, else Windows-1252
    (in which every file can be read)."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if raw.startswith(mark):
            return name, raw.decode(name, errors="replace")
    head = raw[:2000]
    if head.count(0) > len(head) // 4:
        name = "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
        return name, raw.decode(name, errors="replace")
    try:
        return "utf-8", raw.decode()
    except UnicodeDecodeError:
        return "windows-1252", raw.decode("cp1252", errors="replace")


def cell(text: str) -> str:
    """A cell without what surrounds it: blanks, and the apostrophe that keeps a spreadsheet from calculating."""
    text = text.replace("\x00", "").strip()
    return text[1:] if _GUARDED.match(text) else text


def _separated(text: str) -> tuple[str, str]:
    """The text without a ``sep=`` line, and its delimiter: the one that cuts the first lines into most columns."""
    first, _newline, rest = text.partition("\n")
    if re.fullmatch(r"sep=[,;\t]\s*", first):
        return rest, first[4]
    sample = "\n".join(text.split("\n", _SAMPLE_LINES)[:_SAMPLE_LINES])
    return text, max(DELIMITERS, key=lambda one: _evenness(sample, one))


def _evenness(sample: str, delimiter: str) -> tuple[int, int]:
    """How many columns all the sample's rows have, then how many the first has."""
    try:
        widths = [len(row) for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter) if row]
    except csv.Error:
        return 0, 0
    whole = widths[:-1] or widths  # The last may be cut in the middle.
    return (min(whole), whole[0]) if whole else (0, 0)


def _records(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = 0
    while True:
        try:
            row = next(reader, None)
        except csv.Error:
            raise Invalid(*_broken(number + 1)) from None
        if row is None:
            return
        number += 1
        if any(one.strip() for one in row):
            yield number, [cell(one) for one in row]


def _broken(number: int) -> tuple[str, dict[str, str]]:
    words = _("Row %(number)s cannot be read: is a quotation mark opened there and never closed?") % {"number": number}
    return words, {"file": words}


def _is_heading(cells: list[str]) -> bool:
    """False if the first row is a person or a company already."""
    return not any("@" in one for one in cells)


def _headings(records: list[tuple[int, list[str]]]) -> list[str]:
    width = max(len(cells) for _number, cells in records[:1000])
    if width > COLUMN_LIMIT:
        words = ngettext(
            "The file has more than %(limit)s column.", "The file has more than %(limit)s columns.", COLUMN_LIMIT
        )
        raise Invalid(words % {"limit": COLUMN_LIMIT}, {"file": words % {"limit": COLUMN_LIMIT}})
    given = records[0][1] if _is_heading(records[0][1]) else []
    return [
        (given[at][:80] if at < len(given) else "") or _("Column %(number)s") % {"number": at + 1}
        for at in range(width)
    ]
