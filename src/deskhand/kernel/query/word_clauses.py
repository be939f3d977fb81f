"""Gathering a tree's free text, so that the index is asked once and not once a word."""

from __future__ import annotations

from collections.abc import Iterable

from deskhand.kernel.query.clause import AllOf, AnyOf, Clause
from deskhand.kernel.query.tree import And, Node, Or, Words


def word_clause(node: Node) -> Clause | None:
    """The node as one clause, if it is nothing but free text joined by "and" and "or"."""
    if isinstance(node, Words):
        return node.phrase
    if not isinstance(node, And | Or) or not node.parts:
        return None
    clauses = [word_clause(part) for part in node.parts]
    whole = tuple(clause for clause in clauses if clause is not None)
    if len(whole) < len(clauses):
        return None
    return AllOf(whole) if isinstance(node, And) else AnyOf(whole)


def gathered(node: And | Or) -> tuple[Clause | None, list[Node]]:
    """The parts that are free text as one clause, and the other parts."""
    clauses, others = _sorted_out(node.parts)
    if not clauses:
        return None, others
    return (AllOf(clauses) if isinstance(node, And) else AnyOf(clauses)), others


def _sorted_out(parts: Iterable[Node]) -> tuple[tuple[Clause, ...], list[Node]]:
    clauses: list[Clause] = []
    others: list[Node] = []
    for part in parts:
        clause = word_clause(part)
        if clause is None:
            others.append(part)
        else:
            clauses.append(clause)
    return tuple(clauses), others
