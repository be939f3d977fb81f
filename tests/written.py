"""What a fixture wrote to the database, kept and written again: most tests begin with the same people."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from django.db import connection, transaction

from deskhand.kernel import clock
from tests.counters import Counters, counters, moved, put

T = TypeVar("T")
Table = tuple[list[str], list[tuple[Any, ...]]]
"""The names of a table's columns, and its rows as the database gives and takes them."""


@dataclass
class Written(Generic[T]):
    """Makes a thing with its rows once, by ``make``; afterwards gives copies of it over copies of the rows.
    ``is_first`` tells whether the database is as ``make`` found it."""

    make: Callable[[], T]
    is_first: Callable[[], bool]
    thing: T | None = None
    gained: dict[str, Table] | None = None
    counted: Counters = field(default_factory=dict)

    def again(self) -> T:
        """The thing, in a database that knows it. Under a clock that was changed it is really made."""
        if not self.is_first() or abs(clock.now() - datetime.now(UTC)) > timedelta(seconds=1):
            return self.make()
        if self.gained is None or self.thing is None:
            before, stood = _tables(), counters()
            made = self.make()
            self.thing, self.gained = copy.deepcopy(made), _difference(before, _tables())
            self.counted = moved(stood, counters())
            return made
        with transaction.atomic():
            for name, table in self.gained.items():
                _write(name, *table)
            put(self.counted)
        return copy.deepcopy(self.thing)


def _tables() -> dict[str, Table]:
    with connection.cursor() as cursor:
        return {name: _read(cursor, name) for name in connection.introspection.table_names(cursor)}


def _read(cursor: Any, name: str) -> Table:
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(name)}")
    return [column[0] for column in cursor.description], cursor.fetchall()


def _difference(before: dict[str, Table], after: dict[str, Table]) -> dict[str, Table]:
    """The rows that came. None may have gone or changed: that could not be written again."""
    found = {}
    for name, (columns, rows) in after.items():
        old = before[name][1]
        assert all(row in rows for row in old), f"{name} lost or changed a row"
        if new := [row for row in rows if row not in old]:
            found[name] = (columns, new)
    return found


def _write(name: str, columns: list[str], rows: list[tuple[Any, ...]]) -> None:
    quoted = connection.ops.quote_name
    one = f"({', '.join(['%s'] * len(columns))})"
    into = f"INSERT INTO {quoted(name)} ({', '.join(quoted(column) for column in columns)})"
    with connection.cursor() as cursor:
        cursor.execute(f"{into} VALUES {', '.join([one] * len(rows))}", [value for row in rows for value in row])
