"""Typed values as JSON and back, by the annotations of their dataclasses.

Only what an annotation names can come out: text where text is wanted, numbers where numbers are, and the classes of the
annotations themselves. Anything else raises TypeError or ValueError.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Callable, Hashable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from deskhand.mail.parsing.fields import Headers

Contents = list[bytes]


class Shape(NamedTuple):
    """How values of a type are written and read. Bytes do not stand in the JSON but in the list beside it."""

    pack: Callable[[Any, Contents], Any]
    unpack: Callable[[Any, Contents], Any]


def shape_of(kind: Any) -> Shape:
    """The shape of a type; raises TypeError for one that cannot cross."""
    return _shape(kind)


@cache
def _shape(kind: Hashable) -> Shape:
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if kind in (str, int, bool, float):
        return Shape(lambda value, _contents: value, lambda words, _contents: _exact(words, kind))
    if kind in _SPECIAL:
        return _SPECIAL[kind]
    if origin in (typing.Union, types.UnionType):
        return _either(inner)
    if origin is tuple and len(inner) == 2 and inner[1] is Ellipsis:
        return _row(shape_of(inner[0]))
    if isinstance(kind, type) and is_dataclass(kind):
        return _record(kind)
    raise TypeError(f"values of {kind} cannot cross")


def _exact(words: Any, kind: type) -> Any:
    if type(words) is not kind:
        raise TypeError(f"{kind.__name__} was expected")
    return words


def _either(kinds: tuple[Any, ...]) -> Shape:
    """One of several types: which, and the value."""
    places = {typing.get_origin(one) or one: place for place, one in enumerate(kinds)}
    shapes = [_NOTHING if one is types.NoneType else shape_of(one) for one in kinds]

    def pack(value: Any, contents: Contents) -> Any:
        place = places[type(value)]
        return [place, shapes[place].pack(value, contents)]

    def unpack(words: Any, contents: Contents) -> Any:
        place, word = words
        return shapes[_exact(place, int)].unpack(word, contents)

    return Shape(pack, unpack)


def _row(one: Shape) -> Shape:
    return Shape(
        lambda value, contents: [one.pack(item, contents) for item in value],
        lambda words, contents: tuple([one.unpack(item, contents) for item in _exact(words, list)]),
    )


def _record(kind: type) -> Shape:
    hints = typing.get_type_hints(kind)
    parts = [(spec.name, shape_of(hints[spec.name])) for spec in fields(kind) if spec.init]

    def pack(value: Any, contents: Contents) -> Any:
        return [shape.pack(getattr(value, name), contents) for name, shape in parts]

    def unpack(words: Any, contents: Contents) -> Any:
        found = zip(parts, _exact(words, list), strict=True)
        return kind(**{name: shape.unpack(word, contents) for (name, shape), word in found})

    return Shape(pack, unpack)


def _moment(kind: type[date]) -> Shape:
    return Shape(
        lambda value, _contents: value.isoformat(), lambda words, _contents: kind.fromisoformat(_exact(words, str))
    )


def _set_aside(value: bytes, contents: Contents) -> int:
    contents.append(value)
    return len(contents) - 1


def _headers(words: Any, _contents: Contents) -> Headers:
    found, hint = words
    return Headers([(_exact(name, str), _exact(value, str).encode("latin-1")) for name, value in found], str(hint))


_NOTHING = Shape(lambda _value, _contents: None, lambda _words, _contents: None)
_SPECIAL: dict[Any, Shape] = {
    bytes: Shape(_set_aside, lambda words, contents: contents[_exact(words, int)]),
    datetime: _moment(datetime),
    date: _moment(date),
    Headers: Shape(
        lambda value, _contents: [[(name, raw.decode("latin-1")) for name, raw in value.fields], value.hint], _headers
    ),
}
