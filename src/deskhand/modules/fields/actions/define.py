"""Which fields a desk asks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.kernel.words import fold
from deskhand.modules.fields.events import FieldArchived, FieldChanged, FieldCreated, FieldRestored
from deskhand.modules.fields.models import (
    CODE_LIMIT,
    HELP_LIMIT,
    LABEL_LIMIT,
    LISTED,
    OF_STAFF,
    Field,
    FieldKind,
    Needed,
    Side,
)
from deskhand.modules.fields.rules import OPS
from deskhand.modules.fields.values import understood
from deskhand.tickets.models import KIND_WORDS
from deskhand.tickets.query_fields import ticket_fields

FIELD_LIMIT = 60
"""Most fields of a desk that are in use."""

RULE_VALUES_LIMIT = 50
"""Most values of one rule."""

_CODE = re.compile(r"[a-z][a-z0-9_]*")
_CURRENCY = re.compile(r"[A-Z]{3}")
_RECORDED = frozenset({"kind", "ticket_kinds", "currency", "seen_by", "filled_by", "needed", "in_list"})
"""Columns whose values the history of the settings shows: codes and truths."""


@dataclass(frozen=True, kw_only=True)
class Details:
    """A field as it shall be. ``code`` and ``kind`` of an existing one stay. ``show_if`` and ``need_if`` are rules
    (:mod:`deskhand.modules.fields.rules`)."""

    label: str
    code: str = ""
    kind: str = FieldKind.TEXT
    help: str = ""
    ticket_kinds: Sequence[str] = ()
    default: str = ""
    currency: str = ""
    seen_by: str = Side.AGENTS
    filled_by: str = Side.AGENTS
    needed: str = Needed.NEVER
    show_if: Mapping[str, Any] | None = None
    need_if: Mapping[str, Any] | None = None
    in_list: bool = False


@transaction.atomic
def save_field(*, actor: Actor, desk: Desk, details: Details, field: Field | None = None) -> Field:
    """Ask something new of the desk's tickets, or change how it is asked. Raises Invalid with the fields that cannot
    be taken."""
    actor.need("fields.configure", desk.pk)
    row = _locked(desk, field) if field is not None else _fresh(desk, details)
    wanted = _columns(desk, row, details)
    changed = [name for name, value in wanted.items() if getattr(row, name) != value]
    old = {name: getattr(row, name) for name in changed if name in _RECORDED}
    for name in changed:
        setattr(row, name, wanted[name])
    _check_default(row, is_new=field is None)
    if field is None:
        row.save()
        emit(FieldCreated(field=row.pk, kind=row.kind), actor=actor, desk_id=desk.pk)
    elif changed:
        row.save(update_fields=changed)
        fact = FieldChanged(field=row.pk, fields=changed, old=old, new={name: getattr(row, name) for name in old})
        emit(fact, actor=actor, desk_id=desk.pk)
    return row


@transaction.atomic
def archive_field(*, actor: Actor, field: Field) -> Field:
    """Ask it no more. What tickets hold stays, and is shown again once it is taken back."""
    return _set_archived(actor, field, True)


@transaction.atomic
def restore_field(*, actor: Actor, field: Field) -> Field:
    """Ask an archived field again. Raises Invalid if the desk asks enough already."""
    return _set_archived(actor, field, False)


@transaction.atomic
def move_field(*, actor: Actor, field: Field, up: bool) -> None:
    """One place up or down among the desk's fields in use; at the end of them nothing happens."""
    actor.need("fields.configure", field.desk_id)
    rows: list[Field] = list(Field.objects.within(field.desk_id).in_use().select_for_update())
    at = next((place for place, one in enumerate(rows) if one.pk == field.pk), None)
    to = None if at is None else at - 1 if up else at + 1
    if at is None or to is None or not 0 <= to < len(rows):
        return
    rows[at], rows[to] = rows[to], rows[at]
    for position, one in enumerate(rows):
        if one.position != position:
            one.position = position
            one.save(update_fields=["position"])
    emit(FieldChanged(field=field.pk, fields=["position"]), actor=actor, desk_id=field.desk_id)


def _set_archived(actor: Actor, field: Field, to: bool) -> Field:
    actor.need("fields.configure", field.desk_id)
    row = _locked(field.desk, field)
    if row.is_archived == to:
        return row
    if not to:
        _need_room(field.desk)
    row.is_archived = to
    row.save(update_fields=["is_archived"])
    fact = FieldArchived(field=row.pk) if to else FieldRestored(field=row.pk)
    emit(fact, actor=actor, desk_id=row.desk_id)
    return row


def _fresh(desk: Desk, details: Details) -> Field:
    _need_room(desk)
    known = Field.objects.within(desk)
    code = details.code.strip() or _free_code(desk, details.label)
    row = Field(desk=desk, code=code, kind=details.kind, position=known.count(), created_at=clock.now())
    wrong: dict[str, str] = {}
    if details.kind not in FieldKind.values:
        wrong["kind"] = _("One of: %(words)s.") % {"words": ", ".join(FieldKind.values)}
    if not _CODE.fullmatch(code) or len(code) > CODE_LIMIT:
        words = _("Small letters, digits and underscores, a letter first, at most %(limit)s characters.")
        wrong["code"] = words % {"limit": CODE_LIMIT}
    elif known.filter(code=code).exists():
        wrong["code"] = _("Another field of this desk has this code, perhaps an archived one.")
    elif ticket_fields().get(code) is not None:
        wrong["code"] = _("The search has this word already. Choose another code.")
    if wrong:
        raise Invalid(_("This field cannot be taken."), wrong)
    return row


def _need_room(desk: Desk) -> None:
    Desk.objects.select_for_update().get(pk=desk.pk)  # Two new ones at once must not both be the last allowed.
    if Field.objects.within(desk).in_use().count() >= FIELD_LIMIT:
        raise Invalid(_("At most %(limit)s fields. Archive one first.") % {"limit": FIELD_LIMIT})


def _free_code(desk: Desk, label: str) -> str:
    """A code made of the label's letters, which neither the desk nor its search has: ``Cost centre`` becomes
    ``cost_centre``."""
    plain = re.sub(r"[^a-z0-9]+", "_", fold(label)).strip("_")[: CODE_LIMIT - 6].strip("_")
    plain = plain if _CODE.fullmatch(plain) else f"field_{plain}"[: CODE_LIMIT - 4].strip("_")
    taken, code, count = set(Field.objects.within(desk).values_list("code", flat=True)), plain, 2
    words = ticket_fields()
    while code in taken or words.get(code) is not None:
        code, count = f"{plain}_{count}", count + 1
    return code


def _columns(desk: Desk, row: Field, details: Details) -> dict[str, Any]:
    wrong = _wrong(row, details)
    rules = {name: _kept(getattr(row, name), getattr(details, name) or None) for name in ("show_if", "need_if")}
    fresh = {name: rule for name, rule in rules.items() if rule is not None and rule != getattr(row, name)}
    wrong |= {name: words for name, rule in fresh.items() if (words := _wrong_rule(desk, row, rule))}
    if not wrong and "show_if" in fresh and _turns_in_a_ring(desk, row, fresh["show_if"]):
        wrong["show_if"] = _("These fields would each wait for the other.")
    if wrong:
        raise Invalid(_("This field cannot be taken."), wrong)
    return {
        "label": " ".join(details.label.split()),
        "help": details.help.strip(),
        "ticket_kinds": " ".join(one for one in KIND_WORDS if one in details.ticket_kinds),
        "default": details.default.strip(),
        "currency": details.currency.strip().upper() if row.kind == FieldKind.MONEY else "",
        "seen_by": details.seen_by,
        "filled_by": details.filled_by,
        "needed": details.needed,
        "in_list": details.in_list,
        **{name: _plain(rule) for name, rule in rules.items()},
    }


def _kept(now: Mapping[str, Any] | None, wanted: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """The rule that the field has if the wanted one says the same. It stays unjudged: the field that it asks may be
    archived since."""
    return now if now and wanted and _said(now) == _said(wanted) else wanted


def _said(rule: Mapping[str, Any]) -> tuple[Any, ...]:
    """What a rule says; ``is`` and ``in`` say the same."""
    is_set = rule.get("op") == "set"
    values = () if is_set else tuple(rule.get("values", ()))
    op = "in" if rule.get("op") == "is" else rule.get("op")
    return rule.get("field"), op, values, bool(rule.get("not"))


def _plain(rule: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if rule is None:
        return None
    values = [] if rule["op"] == "set" else list(rule.get("values", ()))
    return {"field": rule["field"], "op": rule["op"], "values": values, "not": bool(rule.get("not"))}


def _wrong(row: Field, details: Details) -> dict[str, str]:
    wrong: dict[str, str] = {}
    label = " ".join(details.label.split())
    if not 0 < len(label) <= LABEL_LIMIT:
        wrong["label"] = _("Between 1 and %(limit)s characters.") % {"limit": LABEL_LIMIT}
    if len(details.help.strip()) > HELP_LIMIT:
        wrong["help"] = _("At most %(limit)s characters.") % {"limit": HELP_LIMIT}
    if unknown := [one for one in details.ticket_kinds if one not in KIND_WORDS]:
        wrong["ticket_kinds"] = _("There is no kind “%(word)s”.") % {"word": unknown[0][:40]}
    if row.kind == FieldKind.MONEY and not _CURRENCY.fullmatch(details.currency.strip().upper()):
        wrong["currency"] = _("Three letters, as in EUR.")
    for name, known in (("seen_by", Side.values), ("filled_by", Side.values), ("needed", Needed.values)):
        if getattr(details, name) not in known:
            wrong[name] = _("One of: %(words)s.") % {"words": ", ".join(known)}
    if details.filled_by == Side.REQUESTERS and row.kind in OF_STAFF:
        wrong["filled_by"] = _(
            "Whom a desk knows is not told to requesters: only agents choose people and organizations."
        )
    elif details.filled_by == Side.REQUESTERS and details.seen_by != Side.REQUESTERS:
        wrong["seen_by"] = _("Who fills it in must see it.")
    return wrong


def _wrong_rule(desk: Desk, row: Field, rule: Mapping[str, Any]) -> str:
    other: Field | None = Field.objects.within(desk).in_use().filter(code=str(rule.get("field", ""))).first()
    if other is None or other.pk == row.pk:
        return _("Choose another field of this desk.")
    if rule.get("op") not in OPS:
        return _("One of: %(words)s.") % {"words": ", ".join(OPS)}
    if rule["op"] == "set":
        return ""
    values = list(rule.get("values", ()))
    if not 0 < len(values) <= RULE_VALUES_LIMIT:
        return _("Between 1 and %(limit)s values.") % {"limit": RULE_VALUES_LIMIT}
    if other.kind == FieldKind.CHECKBOX:
        return "" if values == ["yes"] else _("A box that is ticked is “yes”.")
    if other.kind not in LISTED:
        return _("Only a field with a list can be compared. Of others ask whether they are filled in.")
    known = set(other.options.values_list("code", flat=True))
    lost = [one for one in values if one not in known]
    return _("“%(value)s” is no choice of that field.") % {"value": str(lost[0])[:60]} if lost else ""


def _turns_in_a_ring(desk: Desk, row: Field, rule: Mapping[str, Any]) -> bool:
    """Whether the field that the rule asks hangs, over others, on this one."""
    rules = {one.code: one.show_if for one in Field.objects.within(desk)} | {row.code: rule}
    code, seen = str(rule["field"]), {row.code}
    while code not in seen:
        seen.add(code)
        onward = rules.get(code)
        if not onward:
            return False
        code = str(onward["field"])
    return True


def _check_default(row: Field, *, is_new: bool) -> None:
    if not row.default:
        return
    if row.kind in OF_STAFF:
        raise Invalid(_("This field cannot be taken."), {"default": _("A person or organization has no default.")})
    if is_new and row.is_listed:
        raise Invalid(_("This field cannot be taken."), {"default": _("First make the choices, then the default.")})
    try:
        typed = row.default.split() if row.kind == FieldKind.CHOICES else [row.default]
        understood(row, typed)
    except Invalid as refusal:
        raise Invalid(_("This field cannot be taken."), {"default": str(refusal)}) from None


def _locked(desk: Desk, field: Field) -> Field:
    found: Field | None = Field.objects.within(desk).select_for_update().filter(pk=field.pk).first()
    if found is None:
        raise NotFound
    return found
