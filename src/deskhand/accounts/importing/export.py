"""Rows back to a file that a spreadsheet opens without calculating anything."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula; reading a file takes the apostrophe off again."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def sheet(headings: Sequence[str], rows: Iterable[Sequence[str]], delimiter: str = ",") -> bytes:
    """A CSV file in UTF-8 with a byte order mark, by which spreadsheets know it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow([harmless(one) for one in headings])
    writer.writerows([harmless(one) for one in row] for row in rows)
    return ("\ufeff" + out.getvalue()).encode()
