"""Which fields a desk asks, and what its tickets hold in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from deskhand.kernel.errors import Invalid
from deskhand.modules.fields.models import Field, FieldKind, Needed, Option, Side, Value
from deskhand.modules.fields.rules import Ruled, asked, holds, missing
from deskhand.modules.fields.values import texts_of, understood
from deskhand.tickets.models import Ticket
from deskhand.tickets.new_parts import AGENT


@dataclass
class Asking:
    """The fields of a desk for one kind of ticket and one side, with their options: two queries."""

    fields: list[Field]
    options: dict[int, list[Option]] = field(default_factory=dict)

    def of(self, code: str) -> Field | None:
        """The field of that code."""
        return next((one for one in self.fields if one.code == code), None)

    def with_paths(self, held: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
        """What rules see: of a tree also the nodes above."""
        return {code: self._path(code, texts) for code, texts in held.items()}

    def ruled(self, at: str = "") -> list[Ruled]:
        """What rules know of the fields. ``at`` is the moment for which they must be filled in, if one."""
        return [Ruled(one.code, one.show_if, bool(at) and one.needed == at, one.need_if) for one in self.fields]

    def asked(self, held: Mapping[str, Sequence[str]]) -> list[Field]:
        """The fields that are asked of a ticket that holds this."""
        codes = set(asked(self.ruled(), self.with_paths(held)))
        return [one for one in self.fields if one.code in codes]

    def missing(self, held: Mapping[str, Sequence[str]], at: str) -> list[Field]:
        """The fields that must be filled in at that moment, and are not. What was needed when the ticket was opened is
        needed for good."""
        codes: set[str] = set()
        for moment in {Needed.CREATION.value, at}:
            codes |= set(missing(self.ruled(moment), self.with_paths(held)))
        return [one for one in self.fields if one.code in codes]

    def _path(self, code: str, texts: Sequence[str]) -> list[str]:
        found = self.of(code)
        if found is None or found.kind != FieldKind.TREE:
            return list(texts)
        by_code = {one.code: one for one in self.options.get(found.pk, [])}
        return [step.code for text in texts if text in by_code for step in path_of(by_code[text], by_code.values())]


def path_of(option: Option, among: Iterable[Option]) -> list[Option]:
    """The nodes of a tree from the top down to this one."""
    by_id = {one.pk: one for one in among}
    steps, here = [option], option
    while here.parent_id in by_id and len(steps) <= len(by_id):
        here = by_id[here.parent_id]
        steps.append(here)
    return steps[::-1]


def asking(desk_id: int, *, ticket_kind: str = "", side: str = AGENT) -> Asking:
    """The fields in use. ``ticket_kind`` leaves out those of other kinds; for requesters only those that they fill
    in, with the choices that are offered."""
    found = Field.objects.within(desk_id).in_use()
    if side != AGENT:
        found = found.filter(filled_by=Side.REQUESTERS)
    fields = [one for one in found if not ticket_kind or one.is_for(ticket_kind)]
    if side != AGENT:
        fields = _without_strangers(fields)
    options = options_of(desk_id, [one.pk for one in fields if one.is_listed])
    return Asking(fields, options if side == AGENT else _offered(fields, options))


def _without_strangers(fields: list[Field]) -> list[Field]:
    """The fields for requesters without a trace of those that only agents fill in: these are empty where requesters
    ask, so a rule that names one is settled here, and its codes are told to nobody."""
    while True:
        codes = {one.code for one in fields}
        lost = [one for one in fields if one.show_if and one.show_if["field"] not in codes]
        for one in lost:
            if holds(one.show_if, {}):
                one.show_if = None
        fields = [one for one in fields if one not in lost or one.show_if is None]
        if not lost:
            break
    for one in fields:
        if one.need_if and one.need_if["field"] not in codes:
            one.needed = one.needed if holds(one.need_if, {}) else Needed.NEVER
            one.need_if = None
    return fields


def _offered(fields: list[Field], options: Mapping[int, Sequence[Option]]) -> dict[int, list[Option]]:
    """The choices that requesters can make. Rules and defaults forget the codes of the archived ones: nobody has them
    where requesters ask."""
    found = {pk: [one for one in rows if not one.is_archived] for pk, rows in options.items()}
    gone = {
        one.code: {option.code for option in options.get(one.pk, ()) if option.is_archived}
        for one in fields
        if one.is_listed
    }
    for one in fields:
        if gone.get(one.code, set()) & set(one.default.split()):
            one.default = ""
        for rule in (one.show_if, one.need_if):
            if rule:
                rule["values"] = [code for code in rule["values"] if code not in gone.get(rule["field"], ())]
    return found


def defaults(known: Asking) -> dict[str, list[str]]:
    """What fresh forms and tickets that nobody was asked about begin with. One that cannot be taken any more is
    passed over."""
    found = {}
    for one in known.fields:
        if not one.default:
            continue
        try:
            read = understood(one, one.default.split() if one.kind == FieldKind.CHOICES else [one.default])
        except Invalid:
            continue
        found[one.code] = read.texts
    return found


def options_of(desk_id: int, field_ids: Sequence[int]) -> dict[int, list[Option]]:
    """Options by field, in the order of trees: each node before those below it."""
    if not field_ids:
        return {}
    rows: dict[int, list[Option]] = {}
    for one in Option.objects.within(desk_id).filter(field_id__in=field_ids):
        rows.setdefault(one.field_id, []).append(one)
    return {pk: in_order(found) for pk, found in rows.items()}


def in_order(options: Sequence[Option]) -> list[Option]:
    """Nodes of a tree, each before those below it. ``depth`` is set on each."""
    below: dict[int | None, list[Option]] = {}
    for one in options:
        below.setdefault(one.parent_id, []).append(one)
    found: list[Option] = []

    def walk(parent: int | None, depth: int) -> None:
        for one in below.get(parent, []):
            one.depth = depth  # type: ignore[attr-defined]
            found.append(one)
            walk(one.pk, depth + 1)

    walk(None, 0)
    return found


def held_by(ticket: Ticket) -> dict[str, list[Value]]:
    """The rows of a ticket by the codes of its desk's fields. One query."""
    rows = Value.objects.within(ticket.desk_id).filter(ticket_id=ticket.pk)
    found: dict[str, list[Value]] = {}
    for row in rows.select_related("field", "option", "person", "organization").order_by("option__position", "pk"):
        found.setdefault(row.field.code, []).append(row)
    return found


def texts_by_code(held: Mapping[str, Sequence[Value]]) -> dict[str, list[str]]:
    """The same as texts."""
    return {code: texts_of(rows) for code, rows in held.items()}


def words_of(one: Field, rows: Sequence[Value], options: Sequence[Option] = ()) -> str:
    """What a ticket holds in a field, as people read it; empty for nothing."""
    return ", ".join(text for row in rows if (text := _words(one, row, options)))


def _words(one: Field, row: Value, options: Sequence[Option]) -> str:
    if row.option is not None:
        steps = path_of(row.option, options) if one.kind == FieldKind.TREE else [row.option]
        return " › ".join(step.label for step in steps)
    if row.number is not None:
        return number_words(one, row)
    if row.day is not None:
        return date_format(row.day, "DATE_FORMAT")
    if row.person is not None:
        return row.person.name or row.person.email or ""
    if row.organization is not None:
        return row.organization.name
    return _("Yes") if row.is_on else row.text


def number_words(one: Field, row: Value) -> str:
    """A number in the reader's way of writing; money with its currency."""
    if row.number is None:
        return ""
    if one.kind != FieldKind.MONEY:
        return str(number_format(row.number.normalize(), use_l10n=True))
    amount = number_format(row.number, decimal_pos=2, use_l10n=True, force_grouping=True)
    return f"{amount} {one.currency}".strip()
