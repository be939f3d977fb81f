"""Word search as one condition inside another query."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func, Q
from django.db.models.sql.compiler import SQLCompiler

from deskhand.kernel.query.clause import Clause
from deskhand.search.engines import Engine, engine, pruned
from deskhand.search.parts import Audience, Reach


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for, of which kind, and before whose eyes."""

    kind: str
    clause: Clause
    audience: Audience
    title_only: bool = False

    def branches(self) -> list[tuple[Reach, list[int]]]:
        """As in :meth:`Audience.branches`; none if nothing could match."""
        if pruned(self.clause) is None:
            return []
        return self.audience.branches(title_only=self.title_only)

    def expression(self, words: Engine, reach: Reach) -> str:
        """The clause as the database wants it."""
        clause = pruned(self.clause)
        if clause is None:
            raise ValueError(f"{self.clause!r} matches nothing; there is nothing to ask.")
        return words.expression(clause, reach)

    def select(self, words: Engine, columns: str, reach: Reach, desks: list[int]) -> tuple[str, list[Any]]:
        """The SQL of one branch and its parameters. Only constants of this app are in the text."""
        places = ", ".join(["%s"] * len(desks))
        sql = (
            f"SELECT {columns} FROM {words.source} "  # noqa: S608
            f"WHERE {words.match} AND d.kind = %s AND d.desk_id IN ({places})"
        )
        return sql, [self.expression(words, reach), self.kind, *desks]


class _IsFound(Func):
    """``id IN (what the index finds)``, as a condition."""

    output_field = BooleanField()

    def __init__(self, column: F, search: Search) -> None:
        super().__init__(column)
        self.search = search

    def as_sql(
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,
        function: str | None = None,
        template: str | None = None,
        arg_joiner: str | None = None,
        **extra_context: Any,
    ) -> tuple[str, tuple[str | int, ...]]:
        column, params = compiler.compile(self.get_source_expressions()[0])
        words = engine(connection.alias)
        selects = [self.search.select(words, "d.object_id", *branch) for branch in self.search.branches()]
        union = " UNION ALL ".join(sql for sql, _ in selects)
        return f"{column} IN ({union})", (*params, *(one for _, found in selects for one in found))


def matching(kind: str, clause: Clause, audience: Audience, *, title_only: bool = False, column: str = "pk") -> Q:
    """The condition that ``column`` is the id of an object of this kind whose words answer the clause.

    It joins with any other condition, may be negated, costs no query of its own, and is false for whatever the
    audience may not find.
    """
    search = Search(kind, clause, audience, title_only)
    return Q(_IsFound(F(column), search)) if search.branches() else Q(pk__in=())
