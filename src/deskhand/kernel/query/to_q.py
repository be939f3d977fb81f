"""Asking the database: tree -> Django ``Q``."""

from __future__ import annotations

from django.db.models import Q

from deskhand.kernel.query.fields import Env, Fields
from deskhand.kernel.query.kinds.logic import all_q, any_q
from deskhand.kernel.query.tree import EVERYTHING, And, Node, Not, Or, Term, Words
from deskhand.kernel.query.word_clauses import gathered


def to_q(tree: Node, fields: Fields, env: Env) -> Q:
    """The records that the query means. Names are looked up now, so this may ask the database and may raise
    :class:`QueryError` for a name that nobody has.

    Every part is true or false, never NULL, so "not" is everything else.
    """
    return Q() if tree == EVERYTHING else _q(tree, fields, env)


def _q(node: Node, fields: Fields, env: Env) -> Q:
    match node:
        case Term():
            return fields.behind(node).to_q(node, env)
        case Words():
            return fields.search().clause_to_q(node.phrase, env)
        case Not(part):
            return ~_q(part, fields, env)
        case And() | Or():
            clause, others = gathered(node)
            parts = [_q(part, fields, env) for part in others]
            if clause is not None:
                parts.append(fields.search().clause_to_q(clause, env))
            return all_q(parts) if isinstance(node, And) else any_q(parts)
    raise TypeError(f"{node!r} is not a part of a query.")
