"""Queries of hot pages whose SQL is written once.

Django's query compiler takes most of a small query's time, and says the same each time. A :class:`Prepared` query is
compiled once for each shape of its values (their kinds, which of them are None, how long the lists are); afterwards
values are bound and rows read. What is asked, and behind which wall, is still an ordinary queryset in one place::

    _roles = Prepared(lambda person: DeskRole.objects.filter(person_id=person).values_list("desk_id", "role"))
    _roles.rows(person=7)

It is compiled with marks instead of values, and each mark is looked for among the parameters: a query whose SQL
depends on a value otherwise than by binding it is refused when it is first asked, not answered wrongly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models.query import FlatValuesListIterable, ModelIterable, ValuesIterable, ValuesListIterable

from deskhand.kernel.scope import WalledQuerySet

SHAPES = 500
"""Shapes of values that are kept of one query; then it begins anew."""

Row = tuple[Any, ...]

_NUMBER, _TEXT, _INSTANT = 9_000_000_000_000_000, "\x02prepared\x03", datetime(7000, 1, 1, tzinfo=UTC)
"""Marks are these and what follows on them: values that nobody asks for."""


class NotPreparable(RuntimeError):
    """The SQL depends on a value otherwise than by binding it: a mistake in the program."""


@dataclass(frozen=True)
class _Compiled:
    """SQL; its parameters, some of them to be replaced (place among them, name, position in a list); and what makes
    answers of rows."""

    sql: str
    parameters: tuple[Any, ...]
    places: list[tuple[int, str, int | None]]
    read: Callable[[list[Row]], list[Any]]


class Prepared:
    """``rows(**values)`` is ``list(build(**values))``: of instances (without related ones), ``values()`` or
    ``values_list()``.

    ``build`` depends on nothing but its values, and passes them on to conditions as they are. Values are whole numbers
    (of a column of 64 bits: ids and their like), texts, instants, None, or lists of these. Raises
    :class:`NotPreparable` where that does not hold, and :class:`~deskhand.kernel.scope.UnscopedQuery` as any reading
    does.
    """

    def __init__(self, build: Callable[..., Any]) -> None:
        self._build = build
        self._shapes: dict[Any, _Compiled | None] = {}

    def rows(self, **values: Any) -> list[Any]:
        """What the queryset gives for these values. One query; none where a list is empty that must hold something."""
        shape = (connection.vendor, *((name, _shape(value)) for name, value in values.items()))
        if shape not in self._shapes:
            if len(self._shapes) >= SHAPES:
                self._shapes.clear()
            self._shapes[shape] = _compiled(self._build, values)
        compiled = self._shapes[shape]
        if compiled is None:
            return []
        bound = list(compiled.parameters)
        for at, name, position in compiled.places:
            bound[at] = _bound(values[name] if position is None else values[name][position])
        with connection.cursor() as cursor:
            cursor.execute(compiled.sql, bound)
            return compiled.read(cursor.fetchall())

    def first(self, **values: Any) -> Any:
        """The first row, or None. The queryset should ask for no more."""
        return next(iter(self.rows(**values)), None)


def _shape(value: Any) -> Any:
    return tuple(map(type, value)) if isinstance(value, list) else type(value)


def _bound(value: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


def _compiled(build: Callable[..., Any], values: Mapping[str, Any]) -> _Compiled | None:
    """None if nothing can be found by values of this shape."""
    marks = {name: _marked(value, at) for at, (name, value) in enumerate(values.items())}
    queryset = build(**marks)
    if isinstance(queryset, WalledQuerySet):
        queryset.check_wall()
    compiler = queryset.query.get_compiler(queryset.db)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        if any(value is None or value == [] for value in values.values()):
            return None
        raise NotPreparable("Nothing can ever be found: is a value too large for its column?") from None
    places = list(_places(parameters, marks))
    _need_all(marks, parameters, places)
    return _Compiled(sql, tuple(parameters), places, _reader(queryset, compiler))


def _marked(value: Any, at: int) -> Any:
    """Something of the value's kind that appears nowhere else."""
    if isinstance(value, list):
        return [_mark(one, at * 10_000 + place) for place, one in enumerate(value, 1)]
    return _mark(value, at * 10_000)


def _mark(value: Any, number: int) -> Any:
    if value is None:
        return None
    if type(value) is int:
        return _NUMBER + number
    if isinstance(value, str):
        return f"{_TEXT}{number}"
    if isinstance(value, datetime):
        return _INSTANT + timedelta(seconds=number)
    raise NotPreparable(f"{type(value).__name__} is no kind of value that can be bound.")


def _singles(marks: Mapping[str, Any]) -> Iterator[tuple[Any, str, int | None]]:
    """Each mark, with its name and its position if it stands in a list."""
    for name, mark in marks.items():
        if isinstance(mark, list):
            yield from ((one, name, position) for position, one in enumerate(mark))
        elif mark is not None:
            yield mark, name, None


def _places(parameters: Iterable[Any], marks: Mapping[str, Any]) -> Iterator[tuple[int, str, int | None]]:
    known = {_bound(mark): (name, position) for mark, name, position in _singles(marks)}
    for at, parameter in enumerate(parameters):
        if isinstance(parameter, int | str | datetime) and parameter in known:
            yield (at, *known[parameter])


def _need_all(marks: Mapping[str, Any], parameters: Iterable[Any], places: list[tuple[int, str, int | None]]) -> None:
    """Every mark has come through as it was, and nothing was made of one."""
    found = {(name, position) for _at, name, position in places}
    lost = {name for _mark, name, position in _singles(marks) if (name, position) not in found}
    changed = [one for at, one in enumerate(parameters) if _looks_marked(one) and at not in {at for at, *_ in places}]
    if lost or changed:
        raise NotPreparable(f"Values do not reach the SQL as they are: {sorted(lost) or changed}.")


def _looks_marked(parameter: Any) -> bool:
    if isinstance(parameter, str):
        return _TEXT in parameter or (parameter[:2] in ("69", "70") and parameter[4:5] == "-")
    if isinstance(parameter, datetime):
        return parameter.year > 6900
    return isinstance(parameter, int) and parameter >= _NUMBER // 2


def _reader(queryset: Any, compiler: Any) -> Callable[[list[Row]], list[Any]]:
    found = compiler.get_converters([column[0] for column in compiler.select[: compiler.col_count]])
    converters = [(at, _column(*conversion)) for at, conversion in found.items()]
    answer = _ANSWERS[queryset._iterable_class](queryset.query, compiler)

    def read(rows: list[Row]) -> list[Any]:
        return answer(_converted(rows, converters) if converters else rows)

    return read


_Column = Callable[[Sequence[Any]], list[Any]]


def _column(conversions: Sequence[Callable[..., Any]], expression: Any) -> _Column:
    """What makes values of a column as the database gave it."""
    if list(conversions) == [getattr(connection.ops, "convert_datetimefield_value", None)]:
        return lambda column: _instants(column, conversions[0], expression)

    def convert(column: Sequence[Any]) -> list[Any]:
        for one in conversions:
            column = [one(value, expression, connection) for value in column]
        return list(column)

    return convert


def _instants(column: Sequence[Any], convert: Callable[..., Any], expression: Any) -> list[Any]:
    """What Django makes of them. The usual case, an instant in the zone of the connection, is made here at once."""
    zone = connection.timezone
    return [
        value.replace(tzinfo=zone)
        if type(value) is datetime and value.tzinfo is None
        else convert(value, expression, connection)
        for value in column
    ]


def _converted(rows: list[Row], converters: list[tuple[int, _Column]]) -> list[Row]:
    columns: list[Any] = list(zip(*rows, strict=True))
    if columns:
        for at, convert in converters:
            columns[at] = convert(columns[at])
    return list(zip(*columns, strict=True))


def _instances(query: Any, compiler: Any) -> Callable[[list[Row]], list[Any]]:
    if query.select_related:
        raise NotPreparable("Related instances are not read with the first ones.")
    first, last = compiler.klass_info["select_fields"][0], compiler.klass_info["select_fields"][-1] + 1
    names = [column[0].target.attname for column in compiler.select[first:last]]
    annotations = list((compiler.annotation_col_map or {}).items())

    def instance(row: Row) -> Any:
        made = query.model.from_db(connection.alias, names, row[first:last])
        for name, at in annotations:
            setattr(made, name, row[at])
        return made

    return lambda rows: [instance(row) for row in rows]


def _dictionaries(query: Any, compiler: Any) -> Callable[[list[Row]], list[Any]]:
    names = list(query.selected or (*query.values_select, *query.annotation_select))
    return lambda rows: [dict(zip(names, row, strict=True)) for row in rows]


_ANSWERS: Mapping[Any, Callable[[Any, Any], Callable[[list[Row]], list[Any]]]] = {
    ModelIterable: _instances,
    ValuesIterable: _dictionaries,
    ValuesListIterable: lambda query, compiler: lambda rows: [tuple(row) for row in rows],
    FlatValuesListIterable: lambda query, compiler: lambda rows: [row[0] for row in rows],
}
