"""Inserting thousands of rows at once: imports, demo content. Several times faster than the model's own bulk insert,
which prepares each value by itself; here each field's way into the database is looked up once.

Rows are inserted as they are: no defaults of the database, no signals, and no reading back. Give them their ids first
where something else refers to them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import Any

from django.db import connection, models

_Getter = Callable[[Any], Any]


def fresh_ids(model: type[models.Model], count: int) -> list[int]:
    """Ids for rows to come, never handed out before. On SQLite only within a transaction that writes: it alone may."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
    last = int(row[0]) if row else 0
    return list(range(last + 1, last + 1 + count))


def insert_many(rows: Sequence[models.Model]) -> None:
    """Insert unsaved rows of one model; their fields must hold values as the model would have cleaned them."""
    if not rows:
        return
    meta = rows[0]._meta
    fields = [field for field in meta.concrete_fields if not (field.primary_key and rows[0].pk is None)]
    getters = [_getter(field) for field in fields]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    holes = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES ({holes})",  # noqa: S608 (the model's own names)
            [tuple(get(row) for get in getters) for row in rows],
        )


def insert_numbered(rows: Sequence[models.Model]) -> None:
    """Give unsaved rows of one model their ids and insert them; others can refer to them afterwards."""
    if not rows:
        return
    for row, pk in zip(rows, fresh_ids(type(rows[0]), len(rows)), strict=True):
        row.pk = pk
        row._state.adding = False
    insert_many(rows)


def _getter(field: Any) -> _Getter:
    """How a field's value is read off a row and handed to the driver."""
    read = attrgetter(field.attname)
    if isinstance(field, models.JSONField):
        return lambda row: json.dumps(read(row))
    if isinstance(field, models.DateTimeField):
        adapt = connection.ops.adapt_datetimefield_value
        return lambda row: adapt(read(row))
    if isinstance(field, models.CharField | models.TextField) and field.choices:
        return lambda row: None if read(row) is None else str(read(row))
    return read
