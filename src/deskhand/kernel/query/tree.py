"""The syntax tree of a query. The text, the visual builder, the database query and the predicate are its four views.

Build trees with :func:`all_of`, :func:`any_of` and :func:`negation`: they keep the one normal form (no "and" right
inside an "and", no double negation) in which equal meaning of brackets is an equal tree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from dataclasses import field as column
from enum import StrEnum

from deskhand.kernel.query.clause import Phrase
from deskhand.kernel.query.errors import NOWHERE, Place
from deskhand.kernel.query.values import Value
from deskhand.kernel.words import words


class Op(StrEnum):
    """How a field is compared with its value."""

    IS = ""
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="


class Node:
    """Any part of the tree."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class And(Node):
    """Every one of the parts; without parts it is true of everything (the empty query)."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or(Node):
    """At least one of the parts; without parts it is true of nothing."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not(Node):
    """Everything else. What is empty matches here: the unassigned are ``-assignee:me`` too."""

    part: Node


@dataclass(frozen=True, slots=True)
class Term(Node):
    """``field:values``; several values mean any of them."""

    field: str
    op: Op
    values: tuple[Value, ...]
    place: Place = column(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Words(Node):
    """Free text to be found as one phrase; ``is_prefix``: the last word may go on."""

    text: str
    is_prefix: bool = False
    place: Place = column(default=NOWHERE, compare=False)

    @property
    def phrase(self) -> Phrase:
        """The folded words."""
        return Phrase(tuple(words(self.text)), self.is_prefix)


EVERYTHING = And(())
"""The empty query."""


def all_of(parts: Iterable[Node]) -> Node:
    """The parts joined by "and", in normal form."""
    flat = tuple(_flattened(parts, And))
    return flat[0] if len(flat) == 1 else And(flat)


def any_of(parts: Iterable[Node]) -> Node:
    """The parts joined by "or", in normal form."""
    flat = tuple(_flattened(parts, Or))
    return flat[0] if len(flat) == 1 else Or(flat)


def negation(part: Node) -> Node:
    """The opposite, in normal form."""
    return part.part if isinstance(part, Not) else Not(part)


def _flattened(parts: Iterable[Node], joint: type[And] | type[Or]) -> Iterator[Node]:
    for part in parts:
        if isinstance(part, joint):
            yield from part.parts
        else:
            yield part


def leaves(node: Node) -> Iterator[Term | Words]:
    """Every term and every piece of free text in the tree, in reading order."""
    if isinstance(node, Term | Words):
        yield node
    elif isinstance(node, Not):
        yield from leaves(node.part)
    elif isinstance(node, And | Or):
        for part in node.parts:
            yield from leaves(part)
