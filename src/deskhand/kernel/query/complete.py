"""What could stand at the cursor of a search box."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from deskhand.kernel.query.fields import MAX_SUGGESTIONS, Env, Fields, FieldSpec, Label
from deskhand.kernel.words import fold

MIN_VALUE_LETTERS = 2
"""Letters after which bare text is also completed to a whole term: ``urg`` to ``priority:urgent``."""

_IN_VALUE = re.compile(
    r"""(?:^|[\s(])-*(?P<field>[^\W\d_][\w.-]*):(?:"[^"]*",|[^\s,()"]+,)*(?P<value>"[^"]*|[^\s,()"]*)$"""
)
_IN_WORD = re.compile(r"""(?:^|[\s(])-*(?P<word>[^\s()":]*)$""")
_REST = re.compile(r"""[^\s(),:"]*""")


@dataclass(frozen=True, slots=True)
class Completion:
    """Put ``text`` in the place of the query's characters from ``start`` to ``end``; show ``label`` beside it."""

    text: str
    label: Label
    start: int
    end: int


def complete(text: str, cursor: int, fields: Fields, env: Env) -> list[Completion]:
    """Completions of the field name or value at the cursor, at most MAX_SUGGESTIONS. Never raises: half a query is
    what a search box mostly holds."""
    before = text[:cursor]
    if found := _IN_VALUE.search(before):
        spec = fields.get(found["field"])
        offered = _values(spec, found["value"], env) if spec else iter(())
        start = found.start("value")
    elif before.count('"') % 2 == 0 and (found := _IN_WORD.search(before)):
        offered = _names_and_terms(found["word"], fields, env)
        start = found.start("word")
    else:
        return []
    rest = _REST.match(text, cursor)
    end = rest.end() if rest else cursor
    return [Completion(new, label, start, end) for new, label in islice(offered, MAX_SUGGESTIONS)]


def _values(spec: FieldSpec, typed: str, env: Env) -> Iterator[tuple[str, Label]]:
    """Values of one field. A sign of comparison that is typed already stays in front."""
    sign = re.match(r"[<>]=?|", typed) if spec.is_ordered else None
    kept = sign[0] if sign else ""
    plain = typed[len(kept) :].removeprefix('"')
    if kept:
        for one in spec.complete(typed, env):
            yield one.text, one.label
    for one in spec.complete(plain, env):
        if not (kept and one.text[0] in "<>"):
            yield kept + one.text, one.label


def _names_and_terms(typed: str, fields: Fields, env: Env) -> Iterator[tuple[str, Label]]:
    folded = fold(typed)
    for spec in fields:
        named = any(fold(name).startswith(folded) for name in (spec.name, *spec.aliases, str(spec.title)))
        if named and spec.is_offered(env):
            yield f"{spec.name}:", spec.title
    if len(folded) < MIN_VALUE_LETTERS:
        return
    for spec in fields:
        if spec.kind in ("choice", "flag"):
            for one in spec.complete(typed, env):
                yield f"{spec.name}:{one.text}", one.label
