"""What SQLite knows of how much lies in its tables. Its planner chooses among indexes by it, and takes one that was
measured for better than one that was not: so an index that a new version brings has to be measured at once."""

from __future__ import annotations

from django.db import connection

_MEASURE, _A_SAMPLE, _EVERY_TABLE = 0x2, 0x10, 0x10000


def refresh() -> None:
    """Measure, by a sample, each table that has an index without figures or grew tenfold since; the others cost
    nothing. PostgreSQL does this by itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA optimize={_MEASURE | _A_SAMPLE | _EVERY_TABLE}")
