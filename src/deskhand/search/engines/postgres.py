"""tsvector. The words come cut and folded: neither PostgreSQL's parser nor a dictionary touches them."""

from __future__ import annotations

from django.db import connections

from deskhand.kernel.query.clause import AllOf, AnyOf, Clause, Phrase
from deskhand.search.parts import Reach

# The weights that migration 0002 gives to the words of each column. Asking for all needs none, and then the index
# alone answers; asking for some makes PostgreSQL look the matches up.
_WEIGHTS = {Reach.TITLE: "A", Reach.PUBLIC: "AB", Reach.ALL: ""}

RANK_WEIGHTS = "{0, 0.12, 0.12, 1}"
"""Of D, C, B, A: how much a word counts in a message and in the title, as in the other engine."""


class Postgres:
    """See :class:`deskhand.search.engines.Engine`."""

    source = "search_searchtext t JOIN search_searchdocument d ON d.id = t.document_id"
    match = "t.vector @@ %s::tsquery"
    among = "d.object_id = ANY(%s)"
    newest_first = "d.id DESC"

    def expression(self, clause: Clause, reach: Reach) -> str:
        """As in ``'printer':AB <-> 'jam':AB & 'prin':*AB``."""
        return _text(clause, _WEIGHTS[reach])

    def ranked(self, using: str, expression: str, documents: list[int], limit: int) -> list[tuple[float, int]]:
        """By ``ts_rank``, longer documents counting less."""
        with connections[using].cursor() as cursor:
            cursor.execute(  # Only constants of this file are in the text.
                f"SELECT ts_rank('{RANK_WEIGHTS}', t.vector, %s::tsquery, 1) AS score, t.document_id "  # noqa: S608
                f"FROM search_searchtext t WHERE {self.match} AND t.document_id = ANY(%s) "
                "ORDER BY score DESC, t.document_id DESC LIMIT %s",
                [expression, expression, documents, limit],
            )
            return [(float(score), int(document)) for score, document in cursor.fetchall()]


def _text(clause: Clause, weights: str) -> str:
    match clause:
        case Phrase():
            return _phrase(clause, weights)
        case AllOf(clauses):
            return " & ".join(f"({_text(part, weights)})" for part in clauses)
        case AnyOf(clauses):
            return " | ".join(f"({_text(part, weights)})" for part in clauses)
    raise TypeError(f"{clause!r} is not a question about words.")


def _phrase(phrase: Phrase, weights: str) -> str:
    *before, last = phrase.words
    marks = ("*" if phrase.is_open else "") + weights
    lexemes = [_lexeme(word, weights) for word in before] + [_lexeme(last, marks)]
    return " <-> ".join(lexemes)


def _lexeme(word: str, marks: str) -> str:
    """A word has letters and digits only, so quotes need no escape."""
    return f"'{word}':{marks}" if marks else f"'{word}'"


ENGINE = Postgres()
