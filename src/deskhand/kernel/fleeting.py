"""Writes that nobody would miss after a power cut: they commit without waiting for the disk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def fleeting_write() -> Iterator[None]:
    """A transaction that other processes see at once and that costs no flush of the disk.

    For what is stale within a minute anyway, such as who is looking at a ticket. A crash of the machine may lose it;
    what was committed before it, and the database itself, stay whole. Inside another transaction it is part of that.
    """
    connection = transaction.get_connection()
    if connection.in_atomic_block:
        yield
    elif connection.vendor == "sqlite":
        # WAL: a commit in this mode is appended and not flushed; the next durable one flushes it as well.
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous = NORMAL")
            try:
                with transaction.atomic():
                    yield
            finally:
                cursor.execute("PRAGMA synchronous = FULL")
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL synchronous_commit = off")
            yield
