"""The counters from which a database numbers new rows. It takes back the rows of a test, not the numbers given out."""

from __future__ import annotations

from django.db import connection

Counters = dict[str, int | None]
"""The last number that each counter gave out, by its name; None: it gave none yet."""

READ = {
    "postgresql": "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = current_schema()",
    "sqlite": "SELECT name, seq FROM sqlite_sequence",
}
PUT_BACK = (
    "SELECT setval(quote_ident(counter)::regclass, coalesce(last, 1), last IS NOT NULL)"
    " FROM unnest(%s::text[], %s::bigint[]) AS moved (counter, last)"
)


def counters() -> Counters:
    """Where each counter stands."""
    with connection.cursor() as cursor:
        cursor.execute(READ[connection.vendor])
        return dict(cursor.fetchall())


def moved(before: Counters, after: Counters) -> Counters:
    """Those that stand elsewhere afterwards, with where they stand then."""
    return {name: last for name, last in after.items() if last != before.get(name)}


def put(standing: Counters) -> None:
    """Have each counter stand where it is told."""
    if not standing:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            rows = [(last or 0, name) for name, last in standing.items()]
            cursor.executemany("UPDATE sqlite_sequence SET seq = %s WHERE name = %s", rows)
        else:
            cursor.execute(PUT_BACK, [list(standing), list(standing.values())])
