"""What of the query language can be asked of a ticket as it was (:mod:`deskhand.tickets.as_it_was`)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext as _

from deskhand.kernel.query import Fields, FieldSpec, FlagField, QueryError
from deskhand.kernel.query.errors import NOWHERE, Place
from deskhand.kernel.query.fields import WordSearch

REMEMBERED = frozenset(
    {
        "assignee", "channel", "created", "desk", "is", "kind", "location", "number", "organization", "priority",
        "requester", "service", "status", "tag", "team", "tier",
    }
)  # fmt: skip
"""Fields whose former values are known. The tier is that which the team of then has now."""

REMEMBERED_FLAGS = frozenset(
    {"open", "new", "on_hold", "resolved", "closed", "cancelled", "unassigned", "waiting", "spam", "deleted"}
)
"""Words after ``is:`` that can be asked of the past."""


class _PastFields(Fields):
    """Fields with a history; the others are refused by their names, not as unknown."""

    def __init__(self, specs: Iterable[FieldSpec], without: Fields) -> None:
        super().__init__(specs)
        self._without = without

    def search(self, place: Place = NOWHERE) -> WordSearch:
        """Refused: nobody knows any more which words a ticket had."""
        message = _("Free text keeps no history, so it cannot be asked here. Use a field, as in “{example}”.")
        raise QueryError(message.format(example="priority:>=high"), place)

    def _known(self, name: str, place: Place) -> FieldSpec:
        if self.get(name) is None and self._without.get(name) is not None:
            message = _("“{name}” keeps no history, so it cannot be asked here. It can be: {names}.")
            names = ", ".join(sorted(spec.name for spec in self.specs))
            raise QueryError(message.format(name=name, names=names), place)
        return super()._known(name, place)


def history_fields(fields: Fields) -> Fields:
    """Those of the fields that a :class:`deskhand.tickets.moments.Snapshot` answers as a ticket does. Parsing with them
    raises QueryError for free text, and for any other field of ``fields``, in words that say why."""
    specs = (_with_history(spec) for spec in fields if spec.name in REMEMBERED)
    return _PastFields(specs, fields)


def _with_history(spec: FieldSpec) -> FieldSpec:
    if isinstance(spec, FlagField):
        return replace(spec, flags=tuple(flag for flag in spec.flags if flag.code in REMEMBERED_FLAGS))
    return spec
