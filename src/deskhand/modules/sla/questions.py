"""The queries of policies: read once, with what their names stood for when they were written, asked of snapshots.

A policy may ask for what a ticket's history remembers, so that its answer for any past instant stays the same: no free
text, no fields without a history, no times that pass by themselves. Names are kept as ids: renaming a team, or making
another of its name, changes no promise.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.errors import Invalid
from deskhand.kernel.query import (
    And,
    Completion,
    Env,
    Fields,
    ManyField,
    QueryError,
    ReferenceField,
    Term,
    complete,
    parse,
    predicate,
    to_text,
)
from deskhand.kernel.query.tree import leaves
from deskhand.modules.sla.engine.rules import Test
from deskhand.tickets.as_it_was import Snapshot
from deskhand.tickets.query_fields import ticket_fields

REMEMBERED = frozenset(
    "is status priority kind team tier assignee requester organization location service channel tag desk number".split()
)
"""Fields of the query language that policies may ask for."""

QUERY_LIMIT = 1_000
"""Longest query of a policy in characters."""

Meaning = tuple[str, str, tuple[int, ...]]
"""Field, name, and the ids that it stood for."""


def understood(text: str, desk_id: int) -> tuple[str, list[Meaning]]:
    """The query in its plain form, and what its names stand for now. Raises Invalid with the language's own words."""
    if len(text) > QUERY_LIMIT:
        raise Invalid(_("The query is too long: at most %(most)s characters.") % {"most": QUERY_LIMIT})
    heard: list[Meaning] = []
    env = _env(desk_id)

    def listening(spec: Any) -> Any:
        def find(name: str, env: Env) -> Collection[int]:
            ids: Collection[int] = spec.find(name, env)
            if not ids:
                raise Invalid(
                    _("“%(field)s:%(name)s” finds nothing on this desk.") % {"field": spec.name, "name": name}
                )
            heard.append((spec.name, name, tuple(sorted(ids))))
            return ids

        return dataclasses.replace(spec, find=find)

    try:
        fields = _fields(desk_id, listening)
        tree = parse(text, fields)
        predicate(tree, fields, env)
        return to_text(tree), heard
    except QueryError as error:
        raise Invalid(str(error)) from None


def completions(text: str, cursor: int, desk_id: int) -> list[Completion]:
    """What could stand at the cursor of a policy's query."""
    return complete(text, cursor, _fields(desk_id, lambda spec: spec), _env(desk_id))


def test_of(text: str, desk_id: int, meant: Sequence[Sequence[Any]]) -> Test:
    """The query as a question about a snapshot, by what its names stood for."""
    fields = _remembering(desk_id, meant)
    return predicate(parse(text, fields), fields, _env(desk_id))


def failing(text: str, desk_id: int, meant: Sequence[Sequence[Any]], ticket: Snapshot) -> list[tuple[str, str]]:
    """The parts of a query that are not true of a ticket: each in its plain form, with the name of the field that it
    asks (empty where it asks several)."""
    fields = _remembering(desk_id, meant)
    tree = parse(text, fields)
    parts = tree.parts if isinstance(tree, And) else (tree,)
    wrong = [one for one in parts if not predicate(one, fields, _env(desk_id))(ticket)]
    asked = [{leaf.field for leaf in leaves(one) if isinstance(leaf, Term)} for one in wrong]
    return [(to_text(one), min(names) if len(names) == 1 else "") for one, names in zip(wrong, asked, strict=True)]


def _remembering(desk_id: int, meant: Sequence[Sequence[Any]]) -> Fields:
    known = {(field, name): frozenset(ids) for field, name, ids in meant}

    def knowing(spec: Any) -> Any:
        return dataclasses.replace(
            spec, find=lambda name, env: known.get((spec.name, name), frozenset()), must_exist=False
        )

    return _fields(desk_id, knowing)


def _fields(desk_id: int, named: Any) -> Fields:
    specs = [one for one in ticket_fields(desk_id) if one.name in REMEMBERED]
    return Fields([named(one) if isinstance(one, ReferenceField | ManyField) else one for one in specs])


def _env(desk_id: int) -> Env:
    return Env(now=datetime(2000, 1, 1, tzinfo=UTC), actor=SYSTEM, desk_id=desk_id)
