"""What a request asks the database, and how the database would read it from tables of any size."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

GROWING = (
    "tickets_ticket", "tickets_message", "tickets_attachment", "tickets_follower", "tickets_tickettag",
    "tickets_readmark", "kernel_event", "mail_outboundmail", "mail_inboundmail", "notify_notification",
    "search_searchdocument", "search_searchtext", "jobs_job", "accounts_person", "files_blob", "django_session",
    "sla_clock", "sla_interval", "sla_passing", "sla_standing",
)  # fmt: skip
"""Tables that grow with tickets, people or time: none of them may be read from end to end."""


@dataclass(frozen=True)
class Asked:
    """One statement with its values."""

    sql: str
    values: Any


@dataclass
class Listener:
    """Keeps what is asked, as it is sent to the driver: values stand apart, as in production, because an index with a
    condition serves only a query whose condition is written out."""

    asked: list[Asked] = field(default_factory=list)

    def __call__(self, execute: Callable[..., Any], sql: str, values: Any, many: bool, context: Any) -> Any:
        if not many and not sql.startswith(("SAVEPOINT", "RELEASE")):
            self.asked.append(Asked(sql, values))
        return execute(sql, values, many, context)

    @property
    def reads(self) -> list[Asked]:
        return [one for one in self.asked if one.sql.lstrip().startswith("SELECT")]


@contextmanager
def listening() -> Iterator[Listener]:
    """Everything that is asked within the block."""
    listener = Listener()
    with connection.execute_wrapper(listener):
        yield listener


def whole_reads(asked: list[Asked]) -> list[str]:
    """Statements that would read a growing table from end to end, or sort all that it holds for a page."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            _forbid_what_only_small_tables_deserve()
        found = [f"{why}: {one.sql[:400]}" for one in asked for why in _faults(one)]
        transaction.set_rollback(True)
    return found


def _faults(one: Asked) -> Iterator[str]:
    plan = _plan(one)
    for table in GROWING:
        if re.search(_SCAN[connection.vendor].format(table=table), plan):
            yield f"{table} is read whole"
    is_page = re.search(r'FROM "tickets_ticket".* LIMIT \d{2,}', one.sql, re.DOTALL)
    if is_page and re.search(_SORT[connection.vendor], plan):
        yield "all tickets are sorted for a page"


_SCAN = {"sqlite": r"SCAN {table}\b(?!.*VIRTUAL TABLE)", "postgresql": r"Seq Scan on {table}\b"}
_SORT = {"sqlite": r"USE TEMP B-TREE FOR ORDER BY", "postgresql": r"(?m)^\s*(->\s+)?Sort\b"}


def _plan(one: Asked) -> str:
    explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    with connection.cursor() as cursor:
        cursor.execute(explain + one.sql, one.values)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def _forbid_what_only_small_tables_deserve() -> None:
    """A handful of rows is read whole and sorted by any planner: ask what it would do if that were dear."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = on")
