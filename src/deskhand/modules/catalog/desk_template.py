"""Categories and items of a desk's template, in every language that the file speaks."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from deskhand.desk_templates.file import Entry
from deskhand.desk_templates.models import FromTemplate
from deskhand.desk_templates.section import Joined, Made, Section
from deskhand.desk_templates.work import Work
from deskhand.kernel import slots
from deskhand.kernel.models import Event
from deskhand.modules.catalog import actions
from deskhand.modules.catalog.actions.designing import publish_form, write_form
from deskhand.modules.catalog.models import Item, Shelf, Status
from deskhand.modules.catalog.querysets import MODULE
from deskhand.modules.catalog.tongues import FORM, OWN, paired

_PLAIN = (
    "kind",
    "kind_of_ticket",
    "title",
    "summary",
    "description",
    "icon",
    "currency",
    "price_every",
    "days",
    "most",
)


def shelf(work: Work, entry: Entry) -> Made | None:
    """A category."""
    said = work.said(entry)
    there = Shelf.objects.within(work.desk).filter(code=entry.code).first()
    if there is not None:
        return Made(there, is_new=False, word=there.code)
    row = actions.save_shelf(
        actor=work.actor,
        desk=work.desk,
        code=entry.code,
        title=said["title"],
        icon=str(said.get("icon", "")),
        place=Shelf.objects.within(work.desk).count(),
        words={code: {"title": entry.said(code)["title"]} for code in _others(work)},
    )
    return Made(row, word=row.code)


def item(work: Work, entry: Entry) -> Made | None:
    """An item with its form, live at once."""
    said = work.said(entry)
    there = Item.objects.within(work.desk).filter(code=entry.code).first()
    if there is not None:
        return Made(there, is_new=False, word=there.code)
    row = actions.save_item(
        actor=work.actor,
        desk=work.desk,
        code=entry.code,
        place=Item.objects.within(work.desk).count(),
        shelf=Shelf.objects.within(work.desk).filter(code=said.get("shelf", "")).first(),
        team=work.team(said.get("team")),
        approval=work.word("approvals", said.get("approval")),
        plan=work.word("plans", said.get("plan")),
        price=Decimal(str(said["price"])) if "price" in said else None,
        words={code: _words(entry, code, said) for code in _others(work)},
        **{name: said[name] for name in _PLAIN if name in said},
    )
    write_form(actor=work.actor, item=row, form=_form(said))
    publish_form(actor=work.actor, item=row)
    actions.set_item_status(actor=work.actor, item=row, status="live")
    return Made(row, word=row.code)


def joined(work: Work, entry: Entry, row: FromTemplate) -> Joined | None:
    """What decides and what delivers, if the desk has them only now. An item that somebody has changed is left to
    them: its form may be half written."""
    said = work.said(entry)
    found = Item.objects.within(work.desk).filter(pk=row.row_id).exclude(status=Status.RETIRED).first()
    wanted = {"approval": work.fresh_word("approvals", said.get("approval"))}
    wanted |= {"plan": work.fresh_word("plans", said.get("plan"))}
    lacking = {name: word for name, word in wanted.items() if word and not getattr(found, name, "-")}
    if found is None or not lacking:
        return None
    if Event.objects.filter(subject_kind="catalog_item", subject_id=found.pk, at__gt=row.at).exists():
        return Joined(found.title, is_done=False)
    actions.save_item(actor=work.actor, desk=work.desk, item=found, **lacking)
    publish_form(actor=work.actor, item=found)
    return Joined(found.title, is_done=True)


def shown_item(said: Mapping[str, Any]) -> list[str]:
    """What it is, and what it asks."""
    lines = [str(said["summary"])] if said.get("summary") else []
    return [*lines, *(f"– {one['label']}" for one in said.get("questions", ()) if one.get("label"))]


def _form(said: Mapping[str, Any]) -> dict[str, Any]:
    return {"steps": [{"title": "", "questions": list(said.get("questions", ()))}]}


def _words(entry: Entry, code: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """The item's own texts and those of its form in another language."""
    other = entry.said(code)
    own = {name: other[name] for name in OWN if other.get(name)}
    return {**own, FORM: paired(_form(said), _form(other))}


def _others(work: Work) -> list[str]:
    return [code for code, _name in settings.LANGUAGES if code != work.language]


_SHELVES = Section(
    code="shelves",
    title=_("Categories"),
    keys=("title*", "icon"),
    make=shelf,
    named="title",
    url="catalog:settings_shelves",
)
_ITEMS = Section(
    code="items",
    title=_("Items"),
    keys=(
        "title*",
        *(one for one in _PLAIN if one != "title"),
        "shelf",
        "team",
        "approval",
        "plan",
        "price",
        "questions",
    ),
    make=item,
    join=joined,
    shown=shown_item,
    named="title",
    url="catalog:settings_items",
)

slots.fill("desk_template", _SHELVES, module=MODULE, order=50)
slots.fill("desk_template", _ITEMS, module=MODULE, order=51)
