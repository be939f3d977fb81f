"""Looking after the index: is it whole, and making it anew. For the doctor and for restores."""

from __future__ import annotations

from django.db import DatabaseError, connection, transaction


def is_sound() -> bool:
    """Whether the index says exactly what the stored words say. Reads the whole index: seconds for 100,000 tickets."""
    if connection.vendor == "postgresql":
        return _scalar("SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('search_words')") is True
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO search_words(search_words, rank) VALUES ('integrity-check', 1)")
    except DatabaseError:
        return False
    return True


def rebuild() -> None:
    """Make the index anew from the stored words."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("REINDEX INDEX search_words")
        else:
            cursor.execute("INSERT INTO search_words(search_words) VALUES ('rebuild')")


def _scalar(sql: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        row = cursor.fetchone()
    return row[0] if row else None
