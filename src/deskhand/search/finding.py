"""Ranked results and bounded counts.

Ranking a word that half of all documents have would read half of the index. So only the newest MAX_RANKED matches
are ranked, and nobody counts beyond MAX_COUNT.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections, router
from django.db.models import QuerySet

from deskhand.kernel.query.clause import Clause
from deskhand.search.engines import Engine, engine
from deskhand.search.matching import Search
from deskhand.search.models import SearchDocument
from deskhand.search.parts import Audience, Reach

MAX_RANKED = 5_000
"""Matches that compete for the best places: the newest ones."""

MAX_COUNT = 1_000
"""The highest number that a count says exactly."""

Within = QuerySet[Any, Any] | Set[int]
"""Ids that somebody may see: a query for them (one column), or a set."""


@dataclass(frozen=True, slots=True)
class Bounded:
    """A count: exact, or "at least" if ``is_more``."""

    number: int
    is_more: bool = False

    def __str__(self) -> str:
        return f"{self.number}+" if self.is_more else str(self.number)


def find(
    kind: str,
    clause: Clause,
    audience: Audience,
    *,
    within: Within | None = None,
    title_only: bool = False,
    limit: int = 50,
) -> list[int]:
    """Ids of the objects that answer the clause best, best first, newer before older among equals.

    ``within`` are the ids that the asker may see, or a query for them (one column); pass it wherever sight ends before
    the desk does, as it does for requesters: the newest matches are counted among those. Whoever asks several times
    gives the ids: the query would be asked each time.
    """
    search = Search(kind, clause, audience, title_only)
    using = router.db_for_read(SearchDocument)
    words = engine(using)
    found: list[tuple[float, int, int]] = []
    for reach, desks in search.branches():
        objects = dict(_newest(using, words, search, reach, desks, within, MAX_RANKED))
        if objects:
            ranked = words.ranked(using, search.expression(words, reach), list(objects), limit)
            found += [(score, document, objects[document]) for score, document in ranked]
    return [object_id for _, _, object_id in sorted(found, reverse=True)[:limit]]


def count(
    kind: str,
    clause: Clause,
    audience: Audience,
    *,
    within: Within | None = None,
    title_only: bool = False,
    limit: int = MAX_COUNT,
) -> Bounded:
    """How many objects answer the clause; reads at most ``limit`` matches and one."""
    search = Search(kind, clause, audience, title_only)
    using = router.db_for_read(SearchDocument)
    words = engine(using)
    number = 0
    for reach, desks in search.branches():
        number += len(_newest(using, words, search, reach, desks, within, limit + 1 - number))
        if number > limit:
            return Bounded(limit, is_more=True)
    return Bounded(number)


def _newest(
    using: str,
    words: Engine,
    search: Search,
    reach: Reach,
    desks: list[int],
    within: Within | None,
    limit: int,
) -> list[tuple[int, int]]:
    """Document and object ids of the newest matches. Both indexes give them in this order without sorting all."""
    sql, params = search.select(words, "d.id, d.object_id", reach, desks)
    if within is not None and not isinstance(within, QuerySet):
        return _newest_among(using, words, sql, params, within, limit)
    if within is not None:
        try:
            inner, inner_params = within.query.get_compiler(using).as_sql()
        except EmptyResultSet:
            return []
        sql, params = f"{sql} AND d.object_id IN ({inner})", [*params, *inner_params]
    with connections[using].cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY {words.newest_first} LIMIT %s", [*params, limit])
        return [(int(document), int(object_id)) for document, object_id in cursor.fetchall()]


def _newest_among(
    using: str, words: Engine, sql: str, params: list[Any], within: Set[int], limit: int
) -> list[tuple[int, int]]:
    """The same among ids that are known: told to a database that takes them as one value, else picked as they come."""
    if words.among:
        sql, params = f"{sql} AND {words.among}", [*params, list(within)]
    with connections[using].cursor() as cursor:
        cursor.execute(
            f"{sql} ORDER BY {words.newest_first}{' LIMIT %s' if words.among else ''}",
            [*params, *([limit] if words.among else [])],
        )
        rows = ((int(document), int(object_id)) for document, object_id in cursor)
        return list(islice((row for row in rows if row[1] in within), limit))
