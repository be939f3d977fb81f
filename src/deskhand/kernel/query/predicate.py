"""Asking one record: tree -> function. Automation, routing and policies use it on the ticket at hand."""

from __future__ import annotations

from deskhand.kernel.query.fields import Env, Fields, Test
from deskhand.kernel.query.kinds.logic import all_tests, any_test
from deskhand.kernel.query.tree import And, Node, Not, Or, Term, Words
from deskhand.kernel.query.word_clauses import gathered


def predicate(tree: Node, fields: Fields, env: Env) -> Test:
    """A function that says of one record what :func:`deskhand.kernel.query.to_q` says of the table.

    Names are looked up once, now: may raise :class:`QueryError`.
    """
    match tree:
        case Term():
            return fields.behind(tree).to_test(tree, env)
        case Words():
            return fields.search().clause_to_test(tree.phrase, env)
        case Not(part):
            test = predicate(part, fields, env)
            return lambda subject: not test(subject)
        case And() | Or():
            clause, others = gathered(tree)
            tests = [predicate(part, fields, env) for part in others]
            if clause is not None:
                tests.append(fields.search().clause_to_test(clause, env))
            return all_tests(tests) if isinstance(tree, And) else any_test(tests)
    raise TypeError(f"{tree!r} is not a part of a query.")
