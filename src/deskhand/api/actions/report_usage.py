"""What a process tells the others about how much was asked of it."""

from __future__ import annotations

from django.db import connection

from deskhand.api.models import Usage


def report_usage(*, subject: str, minute: int, count: int) -> int:
    """Add ``count`` requests to what all processes have reported for this minute, and return the sum. One statement:
    no two processes overwrite each other."""
    table = connection.ops.quote_name(Usage._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""INSERT INTO {table} (subject, minute, count) VALUES (%s, %s, %s)
                ON CONFLICT (subject) DO UPDATE SET
                    count = CASE WHEN {table}.minute = excluded.minute THEN {table}.count ELSE 0 END + excluded.count,
                    minute = excluded.minute
                RETURNING count""",  # noqa: S608 (only our table's name is put in)
            [subject, minute, count],
        )
        return int(cursor.fetchone()[0])


def forget_old_usage(*, before: int) -> int:
    """Remove what belongs to minutes before this one. Returns how many rows."""
    gone, _rows = Usage.objects.filter(minute__lt=before).delete()
    return gone
