"""Writing a query: tree -> canonical text. Reading that gives the same tree."""

from __future__ import annotations

import re

from deskhand.kernel.query.tokens import KEYWORDS, OPENING_QUOTES
from deskhand.kernel.query.tree import And, Node, Not, Or, Term, Words
from deskhand.kernel.query.values import quoted

# A word that nobody could read as anything else.
_BARE = re.compile(rf"[^\s():*{OPENING_QUOTES}-][^\s():*{OPENING_QUOTES}]*")


def to_text(node: Node) -> str:
    """The canonical text; empty for the query that is true of everything."""
    match node:
        case Term(field, op, values):
            return f"{field}:{op}{','.join(value.to_text() for value in values)}"
        case Words(text, is_prefix):
            return _word(text) + ("*" if is_prefix else "")
        case Not(part):
            return f"-{_bracketed(part)}"
        case And(parts):
            return " ".join(_bracketed(part) if isinstance(part, Or) else to_text(part) for part in parts)
        case Or(parts):
            return " OR ".join(to_text(part) for part in parts)
    raise TypeError(f"{node!r} is not a part of a query.")


def _word(text: str) -> str:
    is_bare = _BARE.fullmatch(text) and text not in KEYWORDS
    return text if is_bare else quoted(text)


def _bracketed(node: Node) -> str:
    return f"({to_text(node)})" if isinstance(node, And | Or) else to_text(node)
