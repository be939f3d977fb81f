"""Inserting rows by SQL that is written once: thousands at once (imports, demo content), and the one row of what is
done all day. Several times faster than the model's own way, which compiles SQL and prepares each value anew; here each
field's way into the database is looked up once.

Rows are inserted as they are: no defaults of the database, no signals, and no reading back but the id of a single one.
Give many rows their ids first where something else refers to them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from functools import cache, lru_cache
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
    sql, getters = _insertion(type(rows[0]), connection.vendor, rows[0].pk is not None)
    with connection.cursor() as cursor:
        cursor.executemany(sql, [tuple(get(row) for get in getters) for row in rows])


def insert_one(row: models.Model, *, unless_known: str = "") -> bool:
    """Insert an unsaved row, which has its id afterwards. False, and nothing happened, if there is one already with the
    same value of the unique field ``unless_known``; without that it raises IntegrityError, as saving does."""
    sql, getters = _insertion(type(row), connection.vendor, row.pk is not None)
    known = f" ON CONFLICT ({connection.ops.quote_name(unless_known)}) DO NOTHING" if unless_known else ""
    with connection.cursor() as cursor:
        cursor.execute(f"{sql}{known} RETURNING id", [get(row) for get in getters])
        found = cursor.fetchone()
    if found is None:
        return False
    row.pk, row._state.adding, row._state.db = found[0], False, connection.alias
    return True


def insert_numbered(rows: Sequence[models.Model]) -> None:
    """Give unsaved rows of one model their ids and insert them; others can refer to them afterwards."""
    if not rows:
        return
    for row, pk in zip(rows, fresh_ids(type(rows[0]), len(rows)), strict=True):
        row.pk = pk
        row._state.adding = False
    insert_many(rows)


def update_one(row: models.Model, fields: Iterable[str]) -> None:
    """Write these fields of a row that is there. Nothing happens if it has gone."""
    sql, getters = _update(type(row), connection.vendor, tuple(fields))
    with connection.cursor() as cursor:
        cursor.execute(sql, [*(get(row) for get in getters), row.pk])


@lru_cache(maxsize=500)
def _update(model: type[models.Model], vendor: str, names: tuple[str, ...]) -> tuple[str, list[_Getter]]:
    """The SQL that writes some fields of a model, and what reads their values off a row."""
    quote, meta = connection.ops.quote_name, model._meta
    fields: list[Any] = [meta.get_field(name) for name in names]
    told = ", ".join(f"{quote(field.column)} = %s" for field in fields)
    return f"UPDATE {quote(meta.db_table)} SET {told} WHERE id = %s", [_getter(field) for field in fields]  # noqa: S608


@cache
def _insertion(model: type[models.Model], vendor: str, has_id: bool) -> tuple[str, list[_Getter]]:
    """The SQL for a row of a model, and what reads its values off one; for each kind of database."""
    quote = connection.ops.quote_name
    fields = [
        field for field in model._meta.concrete_fields if not field.generated and (has_id or not field.primary_key)
    ]
    columns = ", ".join(quote(str(field.column)) for field in fields)
    holes = ", ".join(["%s"] * len(fields))
    table = quote(model._meta.db_table)
    return f"INSERT INTO {table} ({columns}) VALUES ({holes})", [_getter(field) for field in fields]  # noqa: S608


def _getter(field: Any) -> _Getter:
    """How a field's value is read off a row and handed to the driver."""
    read = attrgetter(field.attname)
    if isinstance(field, models.JSONField):
        return lambda row: None if read(row) is None else json.dumps(read(row), cls=field.encoder)
    if isinstance(field, models.DateTimeField):
        adapt = connection.ops.adapt_datetimefield_value
        return lambda row: adapt(read(row))
    if isinstance(field, models.CharField | models.TextField) and field.choices:
        return lambda row: None if read(row) is None else str(read(row))
    if isinstance(field, models.IntegerField) and field.choices:
        return lambda row: None if read(row) is None else int(read(row))
    return read
