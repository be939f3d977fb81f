"""The form of an item: its draft and its versions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.modules.catalog.asking import editing, read_form
from deskhand.modules.catalog.events import ItemEdited, ItemPublished
from deskhand.modules.catalog.models import Item, ItemVersion, QuestionSetVersion

NOTE_LIMIT = 200
"""Longest note on a version in characters."""

_TERMS = (
    "currency",
    "price_every",
    "cost_centre_rule",
    "cost_centre",
    "days",
    "approval",
    "plan",
    "most",
    "cancel_until",
)


def draft_of(item: Item) -> dict[str, Any]:
    """The form that is being written; without one, that which counts."""
    if item.draft is not None:
        return dict(item.draft)
    return dict(item.published.form) if item.published is not None else {"steps": []}


@transaction.atomic
def write_form(*, actor: Actor, item: Item, form: Mapping[str, Any]) -> Item:
    """Write the draft anew. What was deleted last can still be put back. Raises Invalid."""

    def change(draft: editing.Draft) -> editing.Draft:
        gone = {"gone": draft["gone"]} if draft.get("gone") else {}
        return {"steps": form.get("steps"), **gone}

    return change_form(actor=actor, item=item, change=change)


@transaction.atomic
def change_form(*, actor: Actor, item: Item, change: editing.Change) -> Item:
    """Change the draft. Raises Invalid if the form could not be asked or judged any more; nothing is written then."""
    row = _locked(actor, item)
    draft = editing.changed(draft_of(row), change)
    read_form(draft)
    _keep(actor, row, draft)
    return row


@transaction.atomic
def drop_draft(*, actor: Actor, item: Item) -> Item:
    """Go on with what is published."""
    row = _locked(actor, item)
    _keep(actor, row, None)
    return row


@transaction.atomic
def publish_form(*, actor: Actor, item: Item, note: str = "") -> ItemVersion:
    """What is being written counts from now on, as a new version. Orders keep theirs."""
    row = _locked(actor, item)
    return _published(actor, row, draft_of(row), note)


@transaction.atomic
def roll_back(*, actor: Actor, item: Item, number: int) -> ItemVersion:
    """An older version counts again, as a new one. A draft stays."""
    row = _locked(actor, item)
    old = ItemVersion.objects.within(row.desk_id).filter(item=row, number=number).first()
    if old is None:
        raise NotFound
    if row.published_id == old.pk:
        raise Invalid(_("This version counts already."))
    draft = row.draft
    version = _published(actor, row, old.form, "", rolled_back=number)
    if draft is not None:
        row.draft, row.draft_at = draft, clock.now()
        row.save(update_fields=["draft", "draft_at"])
    return version


def _published(
    actor: Actor, row: Item, draft: dict[str, Any], note: str, rolled_back: int | None = None
) -> ItemVersion:
    form = {"steps": draft.get("steps", [])}
    read_form(form)
    if len(note) > NOTE_LIMIT:
        raise Invalid(_("At most %(limit)s characters.") % {"limit": NOTE_LIMIT})
    last = ItemVersion.objects.within(row.desk_id).filter(item=row).order_by("number").last()
    version: ItemVersion = ItemVersion.objects.create(
        item=row,
        number=last.number + 1 if last is not None else 1,
        form=form,
        terms=terms_of(row),
        sets=_sets(row, form),
        note=note.strip(),
        published_at=clock.now(),
        published_by_id=actor.person_id,
    )
    row.published, row.draft, row.draft_at = version, None, None
    row.save(update_fields=["published", "draft", "draft_at"])
    fact = ItemPublished(item=row.pk, version=version.pk, number=version.number, rolled_back=rolled_back)
    emit(fact, actor=actor, desk_id=row.desk_id)
    return version


def terms_of(item: Item) -> dict[str, Any]:
    """What an order keeps of the item besides its questions."""
    found = {name: getattr(item, name) for name in _TERMS}
    return found | {"price": str(item.price) if item.price is not None else None, "team": item.team_id}


def _sets(item: Item, form: dict[str, Any]) -> dict[str, int]:
    """The versions of sets that are in a form as they are; not those that the form asks otherwise."""
    codes = {one["of_set"] for one in editing.questions(form) if one.get("of_set")}
    rows = QuestionSetVersion.objects.within(item.desk_id).filter(question_set__code__in=codes).order_by("number")
    told = rows.values_list("question_set__code", "number", "questions")
    return {code: number for code, number, asked in told if editing.of_set(form, code) == asked}


def _keep(actor: Actor, row: Item, draft: dict[str, Any] | None) -> None:
    row.draft, row.draft_at = draft, clock.now() if draft is not None else None
    row.save(update_fields=["draft", "draft_at"])
    emit(ItemEdited(item=row.pk, fields=["draft"]), actor=actor, desk_id=row.desk_id)


def _locked(actor: Actor, item: Item) -> Item:
    actor.need("catalog.design", item.desk_id)
    rows = Item.objects.within(item.desk_id).select_for_update(of=("self",)).select_related("published", "desk")
    row: Item | None = rows.filter(pk=item.pk).first()
    if row is None:
        raise NotFound
    return row
