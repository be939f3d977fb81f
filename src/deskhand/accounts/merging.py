"""Rows that name a person, as apps declare them for the slot ``person_rows``: what goes over when two are merged,
what ends with the account that goes, and what comes back when the merge is undone.

Who did something (columns called ``by`` or ``..._by``) stays recorded under the account with which it was done.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.functional import Promise

from deskhand.accounts.importing.known import on_desk
from deskhand.accounts.models import Person, PersonMerge
from deskhand.kernel import clock, slots
from deskhand.kernel.actor import Actor

AT_ONCE = 1000
"""Ids in one question to the database."""

Moved = dict[str, Any]
"""What a move did: ``ids`` of the rows that went over and ``doubles``, rows that the other had already, kept whole."""

Told = Callable[[Sequence[int], int, int, Actor], None]


@dataclass(frozen=True)
class PersonRows:
    """Rows of ``model`` whose ``column`` names a person. ``label`` is what a preview calls them (nothing: it does not
    count them). ``once_with``: columns with which a person may stand once; a row that the other has already is removed
    (``keeps_doubles``: left where it is) until the undo. ``desk`` is the path to the desk's id. ``ends`` names a moment
    that is set instead of moving: the row ends with the account. ``is_fleeting`` rows are just removed. Rows for which
    ``stays`` holds stay with the account that goes; those for which ``hidden`` holds go over and are not counted.
    ``told`` is called with the ids of rows that moved, from whom, to whom, by whom."""

    model: type[models.Model]
    column: str
    label: str | Promise = ""
    once_with: tuple[str, ...] = ()
    keeps_doubles: bool = False
    desk: str = ""
    ends: str = ""
    is_fleeting: bool = False
    stays: Q | None = None
    hidden: Q | None = None
    told: Told | None = None

    @property
    def name(self) -> str:
        return f"{self.model._meta.label}.{self.column}"

    def of(self, person_id: int) -> Any:
        """The rows that name the person, on whatever desk: a merge judges the walls before it moves."""
        return self.model._base_manager.filter(**{self.column: person_id})

    def moving(self, person_id: int) -> Any:
        """Those of them that go over."""
        return self.of(person_id) if self.stays is None else self.of(person_id).exclude(self.stays)

    def beyond(self, person_id: int, desk_ids: Collection[int]) -> bool:
        """Whether the person has such a row on another desk than these."""
        if not self.desk or self.is_fleeting or self.ends:
            return False
        elsewhere = ~Q(**{f"{self.desk}__in": list(desk_ids)}) & Q(**{f"{self.desk}__gt": 0})
        return bool(self.of(person_id).filter(elsewhere).exists())

    def desks(self, person_id: int) -> set[int]:
        """The desks on which the person has such a row."""
        if not self.desk or self.is_fleeting or self.ends:
            return set()
        return set(self.of(person_id).order_by().values_list(self.desk, flat=True).distinct()) - {None, 0}

    def move(self, gone: int, kept: int, actor: Actor) -> Moved:
        """Let the rows name ``kept`` instead of ``gone``; or let them end."""
        rows = self.moving(gone)
        if self.is_fleeting:
            rows.delete()
            return {}
        if self.ends:
            rows.filter(**{self.ends: None}).update(**{self.ends: clock.now()})
            return {}
        doubles = self._doubles(gone, kept)
        told = [] if self.keeps_doubles else json.loads(_written(doubles))
        ids = list(rows.exclude(pk__in=[one.pk for one in doubles]).order_by("pk").values_list("pk", flat=True))
        self._remove(doubles)
        self._point(ids, gone, kept, actor)
        return {"ids": ids, "doubles": told} if ids or told else {}

    def move_back(self, gone: int, kept: int, moved: Moved, actor: Actor) -> int:
        """Let the rows that went over and still name ``kept`` name ``gone`` again. Returns how many."""
        wanted = moved.get("ids", [])
        still = [pk for part in _parts(wanted) for pk in self.of(kept).filter(pk__in=part).values_list("pk", flat=True)]
        taken = {one.pk for one in self._doubles(kept, gone)}
        ids = [pk for pk in still if pk not in taken]
        self._point(ids, kept, gone, actor)
        return len(ids) + sum(_restored(one) for one in moved.get("doubles", []))

    def _remove(self, doubles: Sequence[models.Model]) -> None:
        found = self.model._base_manager.filter(pk__in=[one.pk for one in doubles])
        if self.model is Person:  # The one who stays cannot be their own manager.
            found.update(**{self.column: None})
        elif not self.keeps_doubles:
            found.delete()

    def _doubles(self, gone: int, kept: int) -> list[models.Model]:
        """Rows of ``gone`` beside which ``kept`` has the same already, and those that would name ``kept`` itself."""
        rows, column = self.moving(gone), self.model._meta.get_field(self.column)
        if self.model is Person:
            return list(rows.filter(pk=kept))
        if getattr(column, "unique", False):
            return list(rows) if self.of(kept).exists() else []
        if not self.once_with:
            return []
        have = set(self.of(kept).values_list(*self.once_with))
        return [row for row in rows if tuple(getattr(row, name) for name in self.once_with) in have]

    def _point(self, ids: Sequence[int], old: int, new: int, actor: Actor) -> None:
        for part in _parts(ids):
            self.model._base_manager.filter(pk__in=part).update(**{self.column: new})
        if ids and self.told is not None:
            self.told(ids, old, new, actor)


def contributions() -> list[PersonRows]:
    """What all apps keep of people, in the order of their names."""
    return sorted(slots.items("person_rows"), key=lambda one: one.name)


def is_within(person: Person, desk_ids: Collection[int]) -> bool:
    """Whether everything that desks keep of the person belongs to these desks."""
    return not any(one.beyond(person.pk, desk_ids) for one in contributions())


def desks_of(person: Person) -> set[int]:
    """Every desk that keeps something of the person."""
    return {desk for one in contributions() for desk in one.desks(person.pk)}


def desks_of_rows(moved: Mapping[str, Moved], names: Collection[str]) -> set[int]:
    """The desks of the rows that went over, and of the doubles that were removed, among the rows of these names."""
    found: set[int] = set()
    for one in contributions():
        if one.name not in names or one.name not in moved or not one.desk:
            continue
        done = moved[one.name]
        there = one.model._base_manager.filter(pk__in=done.get("ids", []))
        found |= set(there.values_list(one.desk, flat=True))
        found |= {_desk_of_double(one, row["fields"]) or 0 for row in done.get("doubles", [])}
    return found - {0}


def _desk_of_double(rows: PersonRows, fields: Mapping[str, Any]) -> int | None:
    first, _sep, rest = rows.desk.partition("__")
    value: int = fields[first.removesuffix("_id")]
    if not rest:
        return value
    related: Any = rows.model._meta.get_field(first).related_model
    desk: int | None = related._base_manager.filter(pk=value).values_list(rest, flat=True).first()
    return desk


def counted(person: Person, desk_ids: Collection[int]) -> list[tuple[str, int]]:
    """What of the person would move, by its name for people, and how many of it on these desks."""
    found: dict[str, int] = {}
    for one in contributions():
        if not one.label or one.ends or one.is_fleeting:
            continue
        found[str(one.label)] = found.get(str(one.label), 0) + _number(one, person, desk_ids)
    return [(label, number) for label, number in found.items() if number]


def _number(rows: PersonRows, person: Person, desk_ids: Collection[int]) -> int:
    moving = rows.moving(person.pk)
    if rows.hidden is not None:
        moving = moving.exclude(rows.hidden)
    if rows.desk:
        return int(moving.filter(**{f"{rows.desk}__in": list(desk_ids)}).count())
    if rows.model is Person:  # People are of no desk: those count whom one of these knows.
        people = list(moving.values_list("pk", flat=True))
        return len({one for desk in desk_ids for one in on_desk(desk, people)})
    return int(moving.count())


def _parts(ids: Sequence[int]) -> list[Sequence[int]]:
    return [ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE)]


def _written(rows: Sequence[models.Model]) -> str:
    fields = ["manager"] if rows and isinstance(rows[0], Person) else None
    return str(serializers.serialize("json", rows, cls=DjangoJSONEncoder, fields=fields))


def _restored(row: dict[str, Any]) -> int:
    """Write a double back, unless what it hangs on is gone or another took its place: 1 if it is there again."""
    model = next(one for one in {rows.model for rows in contributions()} if one._meta.label_lower == row["model"])
    if model is Person:
        return _manager_back(row)
    if model._base_manager.filter(pk=row["pk"]).exists():
        return 0
    try:
        with transaction.atomic():
            for one in serializers.deserialize("python", [row]):
                one.save()
    except IntegrityError:
        return 0
    return 1


def _manager_back(row: dict[str, Any]) -> int:
    """The one who went was the manager of the one who stayed: as before, unless there is another by now."""
    manager = Person.objects.filter(pk=row["fields"]["manager"]).first()
    return Person.objects.filter(pk=row["pk"], manager=None).update(manager=manager)


def who_is_now(person_id: int) -> int:
    """The id of the person that this one is today: themselves, or whoever they were merged into."""
    seen: set[int] = set()
    while person_id not in seen:
        seen.add(person_id)
        merges = PersonMerge.objects.beyond_walls("whose a row is, is no desk's").in_force().filter(gone_id=person_id)
        person_id = merges.values_list("kept_id", flat=True).first() or person_id
    return person_id
