"""One clause in each database's own words."""

from __future__ import annotations

from typing import Protocol

from django.db import connections

from deskhand.kernel.query.clause import AllOf, AnyOf, Clause, Phrase
from deskhand.search.parts import Reach


class Engine(Protocol):
    """What differs between the databases: how words are asked for, and how matches are ranked.

    The SQL fragments stand after ``FROM``; the document is called ``d`` in them.
    """

    source: str
    """Tables, with the index joined to the documents so that the index is asked first."""
    match: str
    """The condition; its one parameter is :meth:`expression`."""
    among: str
    """The condition that an object is among ids, which are its one parameter; empty where there is no quick one."""
    newest_first: str
    """The order in which the newest documents come first."""

    def expression(self, clause: Clause, reach: Reach) -> str:
        """The clause in the database's own syntax."""

    def ranked(self, using: str, expression: str, documents: list[int], limit: int) -> list[tuple[float, int]]:
        """The best of these matching documents: score (more is better) and document id, best first."""


def engine(using: str) -> Engine:
    """The engine of a database alias."""
    from deskhand.search.engines import postgres, sqlite

    return postgres.ENGINE if connections[using].vendor == "postgresql" else sqlite.ENGINE


def pruned(clause: Clause) -> Clause | None:
    """The clause without phrases of no words, which match nothing; None if nothing is left that could match."""
    if isinstance(clause, Phrase):
        return clause if clause.words else None
    if isinstance(clause, AllOf):
        found = [pruned(part) for part in clause.clauses]
        return AllOf(tuple(part for part in found if part)) if found and all(found) else None
    if isinstance(clause, AnyOf):
        kept = tuple(part for part in map(pruned, clause.clauses) if part)
        return AnyOf(kept) if kept else None
    raise TypeError(f"{clause!r} is not a question about words.")
