"""One language for "which tickets": ``is:open priority:>=high updated:<2d -tag:spam "printer jam"``.

Text and tree are two views of one query (:func:`parse`, :func:`to_text`); the tree is asked of the database
(:func:`to_q`) or of one record (:func:`predicate`), and both give the same answer.
"""

from deskhand.kernel.query.clause import AllOf, AnyOf, Clause, Phrase
from deskhand.kernel.query.complete import Completion, complete
from deskhand.kernel.query.errors import QueryError
from deskhand.kernel.query.fields import Env, Fields, FieldSpec, Suggestion
from deskhand.kernel.query.kinds import (
    Choice,
    ChoiceField,
    Flag,
    FlagField,
    InstantField,
    ManyField,
    NumberField,
    ReferenceField,
    TextField,
)
from deskhand.kernel.query.parse import parse
from deskhand.kernel.query.predicate import predicate
from deskhand.kernel.query.to_q import to_q
from deskhand.kernel.query.to_text import to_text
from deskhand.kernel.query.tree import EVERYTHING, And, Node, Not, Op, Or, Term, Words, all_of, any_of, negation

__all__ = [
    "EVERYTHING",
    "AllOf",
    "And",
    "AnyOf",
    "Choice",
    "ChoiceField",
    "Clause",
    "Completion",
    "Env",
    "FieldSpec",
    "Fields",
    "Flag",
    "FlagField",
    "InstantField",
    "ManyField",
    "Node",
    "Not",
    "NumberField",
    "Op",
    "Or",
    "Phrase",
    "QueryError",
    "ReferenceField",
    "Suggestion",
    "Term",
    "TextField",
    "Words",
    "all_of",
    "any_of",
    "complete",
    "negation",
    "parse",
    "predicate",
    "to_q",
    "to_text",
]
