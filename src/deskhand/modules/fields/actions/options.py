"""The choices of a field."""

from __future__ import annotations

import re

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.kernel.words import fold
from deskhand.modules.fields.events import OptionEdited
from deskhand.modules.fields.models import CODE_LIMIT, LABEL_LIMIT, Field, FieldKind, Option

OPTION_LIMIT = 500
"""Most choices of one field, archived ones too."""

DEPTH_LIMIT = 6
"""Levels of a tree."""


@transaction.atomic
def save_option(
    *, actor: Actor, field: Field, label: str, option: Option | None = None, parent: Option | None = None
) -> Option:
    """Make a choice, or rename one and put it below another. Tickets that have it keep it. Raises Invalid with the
    fields that cannot be taken."""
    actor.need("fields.configure", field.desk_id)
    rows = _locked(field)
    label = " ".join(label.split())
    if not 0 < len(label) <= LABEL_LIMIT:
        words = _("Between 1 and %(limit)s characters.") % {"limit": LABEL_LIMIT}
        raise Invalid(_("This choice cannot be taken."), {"label": words})
    if any(one.label == label and one.parent_id == (parent.pk if parent else None) and one != option for one in rows):
        raise Invalid(_("This choice cannot be taken."), {"label": _("There is one of that name already.")})
    _check_parent(field, rows, option, parent)
    row = option or _fresh(field, rows, label)
    row.label, row.parent = label, parent
    row.save()
    emit(OptionEdited(option=row.pk, of=field.pk, fields=["label", "parent"]), actor=actor, desk_id=field.desk_id)
    return row


@transaction.atomic
def archive_option(*, actor: Actor, option: Option, archived: bool = True) -> Option:
    """Offer it no more (with all below it), or again (with all above it). Tickets that have it keep it."""
    field = option.field
    actor.need("fields.configure", field.desk_id)
    by_id = {one.pk: one for one in _locked(field)}
    along = _below(by_id, option.pk) if archived else _above(by_id, option.pk)
    for pk in along:
        if by_id[pk].is_archived != archived:
            by_id[pk].is_archived = archived
            by_id[pk].save(update_fields=["is_archived"])
            emit(OptionEdited(option=pk, of=field.pk, fields=["is_archived"]), actor=actor, desk_id=field.desk_id)
    return by_id[option.pk]


@transaction.atomic
def move_option(*, actor: Actor, option: Option, up: bool) -> None:
    """One place up or down among those that stand beside it; at the end nothing happens."""
    field = option.field
    actor.need("fields.configure", field.desk_id)
    beside = [one for one in _locked(field) if one.parent_id == option.parent_id]
    at = next(place for place, one in enumerate(beside) if one.pk == option.pk)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(beside):
        return
    beside[at], beside[to] = beside[to], beside[at]
    for position, one in enumerate(beside):
        if one.position != position:
            one.position = position
            one.save(update_fields=["position"])
    emit(OptionEdited(option=option.pk, of=field.pk, fields=["position"]), actor=actor, desk_id=field.desk_id)


def _fresh(field: Field, rows: list[Option], label: str) -> Option:
    if len(rows) >= OPTION_LIMIT:
        raise Invalid(_("At most %(limit)s choices.") % {"limit": OPTION_LIMIT})
    plain = re.sub(r"[^a-z0-9]+", "_", fold(label)).strip("_")[: CODE_LIMIT - 4].strip("_") or "choice"
    taken, code, count = {one.code for one in rows}, plain, 2
    while code in taken:
        code, count = f"{plain}_{count}", count + 1
    last = max((one.position for one in rows), default=-1)
    return Option(field=field, code=code, position=last + 1)


def _check_parent(field: Field, rows: list[Option], option: Option | None, parent: Option | None) -> None:
    if parent is None:
        return
    by_id = {one.pk: one for one in rows}
    if field.kind != FieldKind.TREE or parent.pk not in by_id:
        raise Invalid(_("This choice cannot be taken."), {"parent": _("Choose a node of this tree.")})
    below = _below(by_id, option.pk) if option is not None else []
    if parent.pk in below:
        raise Invalid(_("This choice cannot be taken."), {"parent": _("It cannot lie below itself.")})
    own = max((len(_above(by_id, pk)) for pk in below), default=1)
    height = own - len(_above(by_id, option.pk)) + 1 if option is not None else 1
    if len(_above(by_id, parent.pk)) + height > DEPTH_LIMIT:
        words = _("A tree has at most %(limit)s levels.") % {"limit": DEPTH_LIMIT}
        raise Invalid(_("This choice cannot be taken."), {"parent": words})


def _below(by_id: dict[int, Option], pk: int) -> list[int]:
    """A node and all below it."""
    found = [pk]
    for here in found:
        found += [one.pk for one in by_id.values() if one.parent_id == here]
    return found


def _above(by_id: dict[int, Option], pk: int) -> list[int]:
    """A node and all above it."""
    found, here = [pk], by_id[pk].parent_id
    while here is not None:
        found.append(here)
        here = by_id[here].parent_id
    return found


def _locked(field: Field) -> list[Option]:
    """The field's options; the field is held until the end of the transaction."""
    if not Field.objects.within(field.desk_id).select_for_update().filter(pk=field.pk).exists():
        raise NotFound
    return list(Option.objects.within(field.desk_id).filter(field=field))
