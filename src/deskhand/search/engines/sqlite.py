"""FTS5. The words come cut and folded, so its tokenizer has nothing left to decide (see migration 0002)."""

from __future__ import annotations

from itertools import islice

from django.db import connections

from deskhand.kernel.query.clause import AllOf, AnyOf, Clause, Phrase
from deskhand.search.parts import Reach

TITLE_WEIGHT = 8.0
"""How much more a word counts in the title than in a message."""


class Sqlite:
    """See :class:`deskhand.search.engines.Engine`."""

    # CROSS JOIN fixes the order: without statistics SQLite would walk all documents of a kind instead.
    source = "search_words CROSS JOIN search_searchdocument d ON d.id = search_words.rowid"
    match = "search_words MATCH %s"
    among = ""
    newest_first = "search_words.rowid DESC"  # FTS5 walks backwards; by d.id SQLite would sort all matches.

    def expression(self, clause: Clause, reach: Reach) -> str:
        """As in ``{title_words public_words} : ("printer jam" AND "prin"*)``."""
        text = _text(clause)
        return f"({text})" if reach is Reach.ALL else f"{{{' '.join(reach.columns)}}} : ({text})"

    def ranked(self, using: str, expression: str, documents: list[int], limit: int) -> list[tuple[float, int]]:
        """By BM25. Scores all matches between the oldest and the newest of the documents: FTS5 walks a range, and
        asking it for single rows costs more."""
        wanted = frozenset(documents)
        with connections[using].cursor() as cursor:
            cursor.execute(
                f"SELECT -bm25(search_words, {TITLE_WEIGHT}, 1.0, 1.0) AS score, rowid FROM search_words "  # noqa: S608
                f"WHERE {self.match} AND rowid BETWEEN %s AND %s ORDER BY score DESC, rowid DESC",
                [expression, min(documents), max(documents)],
            )
            found = ((float(score), int(rowid)) for score, rowid in cursor if rowid in wanted)
            return list(islice(found, limit))


def _text(clause: Clause) -> str:
    match clause:
        case Phrase(words):
            return f'"{" ".join(words)}"' + ("*" if clause.is_open else "")
        case AllOf(clauses):
            return " AND ".join(_part(part) for part in clauses)
        case AnyOf(clauses):
            return " OR ".join(_part(part) for part in clauses)
    raise TypeError(f"{clause!r} is not a question about words.")


def _part(clause: Clause) -> str:
    return _text(clause) if isinstance(clause, Phrase) else f"({_text(clause)})"


ENGINE = Sqlite()
