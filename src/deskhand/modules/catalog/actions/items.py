"""Keeping the catalog: items, categories, who may order what, profiles of services, the desk's rules."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk, Organization, Person, Team
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.modules.catalog import limits
from deskhand.modules.catalog.events import CatalogRulesEdited, ItemEdited, ItemEntitled, ProfileEdited, ShelfEdited
from deskhand.modules.catalog.models import CatalogRules, Entitlement, Item, ServiceProfile, Shelf, Status, Whom
from deskhand.modules.catalog.parts import ring_of
from deskhand.modules.catalog.wording import folded
from deskhand.tickets import approving, fulfilling
from deskhand.tickets.models import KIND_WORDS, Service

_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
_CURRENCY = re.compile(r"[A-Z]{3}")

EDITED = (
    "kind",
    "kind_of_ticket",
    "title",
    "summary",
    "description",
    "words",
    "icon",
    "shelf",
    "service",
    "place",
    "price",
    "currency",
    "price_every",
    "cost_centre_rule",
    "cost_centre",
    "days",
    "team",
    "priority",
    "tags",
    "approval",
    "plan",
    "most",
    "cancel_until",
    "from_on",
    "until_on",
    "out_of_stock",
    "parts",
)
"""What :func:`save_item` takes."""


@dataclass(frozen=True, kw_only=True)
class Entitled:
    """One line of who may order; see :class:`Entitlement`."""

    whom: str
    is_denied: bool = False
    person: Person | None = None
    team: Team | None = None
    organization: Organization | None = None
    word: str = ""


@transaction.atomic
def save_item(*, actor: Actor, desk: Desk, item: Item | None = None, code: str = "", **given: Any) -> Item:
    """Make an item, or change what is given of one. Raises Invalid with the fields that are wrong."""
    actor.need("catalog.design", desk.pk)
    row = _held(desk, item) if item is not None else _made(desk, code)
    old = {name: getattr(row, name) for name in EDITED}
    for name, value in given.items():
        if name not in EDITED:
            raise Invalid(_("An item has no such part."), {name: _("An item has no such part.")})
        setattr(row, name, value)
    _check(row)
    row.folded = folded(row.title, row.summary, row.description, row.words)
    row.save()
    changed = [name for name in EDITED if item is None or getattr(row, name) != old[name]]
    if changed:
        emit(ItemEdited(item=row.pk, fields=changed), actor=actor, desk_id=desk.pk)
    return row


@transaction.atomic
def set_item_status(*, actor: Actor, item: Item, status: str) -> Item:
    """Draft, live or retired. What is live has a published form."""
    actor.need("catalog.design", item.desk_id)
    row = _held(item.desk, item)
    if status not in Status.values:
        raise Invalid(_("One of: draft, live, retired."), {"status": _("One of: draft, live, retired.")})
    if status == Status.LIVE and row.published_id is None:
        words = _("Publish its form first, even an empty one.")
        raise Invalid(words, {"status": words})
    if row.status != status:
        row.status = status
        row.save(update_fields=["status"])
        emit(ItemEdited(item=row.pk, fields=["status"]), actor=actor, desk_id=row.desk_id)
    return row


@transaction.atomic
def entitle(*, actor: Actor, item: Item, lines: Sequence[Entitled]) -> None:
    """Say who may order an item: these lines and no others."""
    actor.need("catalog.entitle", item.desk_id)
    if len(lines) > limits.ENTITLEMENT_LIMIT:
        raise Invalid(_("At most %(limit)s lines.") % {"limit": limits.ENTITLEMENT_LIMIT})
    row = _held(item.desk, item)
    for one in lines:
        _check_entitled(row, one)
    Entitlement.objects.within(row.desk_id).filter(item=row).delete()
    for one in lines:
        Entitlement.objects.create(
            item=row,
            is_denied=one.is_denied,
            whom=one.whom,
            person=one.person,
            team=one.team,
            organization=one.organization,
            word=" ".join(one.word.split()).lower(),
        )
    denied = sum(one.is_denied for one in lines)
    emit(ItemEntitled(item=row.pk, allowed=len(lines) - denied, denied=denied), actor=actor, desk_id=row.desk_id)


@transaction.atomic
def save_shelf(*, actor: Actor, desk: Desk, shelf: Shelf | None = None, code: str = "", **given: Any) -> Shelf:
    """Make a category, or change ``title``, ``icon``, ``parent``, ``place`` or ``words`` of one."""
    actor.need("catalog.design", desk.pk)
    row = shelf or Shelf(desk=desk, code=_code(code, Shelf.objects.within(desk)))
    for name, value in given.items():
        setattr(row, name, value)
    if not row.title.strip():
        raise Invalid(_("A title is missing."), {"title": _("Give it a title.")})
    parent = row.parent
    while parent is not None:
        if parent.pk == row.pk or parent.desk_id != desk.pk:
            raise Invalid(_("A category cannot lie within itself."), {"parent": _("Choose another one.")})
        parent = parent.parent
    row.save()
    emit(ShelfEdited(shelf=row.pk, fields=sorted(given)), actor=actor, desk_id=desk.pk)
    return row


@transaction.atomic
def delete_shelf(*, actor: Actor, shelf: Shelf) -> None:
    """Remove a category. Its items and categories stay, in none."""
    actor.need("catalog.design", shelf.desk_id)
    pk, desk_id = shelf.pk, shelf.desk_id
    shelf.delete()
    emit(ShelfEdited(shelf=pk, fields=["deleted"]), actor=actor, desk_id=desk_id)


@transaction.atomic
def save_profile(*, actor: Actor, service: Service, **given: Any) -> ServiceProfile:
    """Write what people read about a service."""
    actor.need("catalog.design", service.desk_id)
    row: ServiceProfile
    row, _is_new = ServiceProfile.objects.within(service.desk_id).get_or_create(service=service)
    for name, value in given.items():
        setattr(row, name, value)
    row.save()
    emit(ProfileEdited(service=service.pk, fields=sorted(given)), actor=actor, desk_id=service.desk_id)
    return row


@transaction.atomic
def save_rules(*, actor: Actor, desk: Desk, for_whom: str) -> CatalogRules:
    """Say for whom people may order besides themselves."""
    actor.need("catalog.entitle", desk.pk)
    row: CatalogRules
    row, _is_new = CatalogRules.objects.within(desk).get_or_create(desk=desk)
    row.for_whom = for_whom
    row.save(update_fields=["for_whom"])
    emit(CatalogRulesEdited(desk=desk.pk, fields=["for_whom"]), actor=actor, desk_id=desk.pk)
    return row


def _made(desk: Desk, code: str) -> Item:
    return Item(desk=desk, code=_code(code, Item.objects.within(desk)), created_at=clock.now())


def _code(code: str, rows: Any) -> str:
    if not _CODE.fullmatch(code):
        words = _("Small letters, digits and dashes, as in second-screen.")
        raise Invalid(words, {"code": words})
    if rows.filter(code=code).exists():
        words = _("This code is taken.")
        raise Conflict(words)
    return code


def _held(desk: Desk, item: Item) -> Item:
    rows = Item.objects.within(desk).select_for_update(of=("self",)).select_related("desk", "team", "service", "shelf")
    row: Item | None = rows.filter(pk=item.pk).first()
    if row is None:
        raise NotFound
    return row


def _check(row: Item) -> None:
    wrong: dict[str, str] = {}
    if not row.title.strip():
        wrong["title"] = _("Give it a title.")
    if row.kind_of_ticket not in KIND_WORDS:
        wrong["kind_of_ticket"] = _("One of: %(words)s.") % {"words": ", ".join(KIND_WORDS)}
    if row.price is not None and row.price < 0:
        wrong["price"] = _("At least 0.")
    if not _CURRENCY.fullmatch(row.currency):
        wrong["currency"] = _("Three letters, as in EUR.")
    if not 1 <= row.most <= limits.MOST_PIECES:
        wrong["most"] = _("From 1 to %(most)s.") % {"most": limits.MOST_PIECES}
    if row.from_on and row.until_on and row.until_on < row.from_on:
        wrong["until_on"] = _("This day lies before the first one.")
    for name, other in (("shelf", row.shelf), ("service", row.service), ("team", row.team)):
        if other is not None and other.desk_id != row.desk_id:
            wrong[name] = _("This belongs to another desk.")
    _check_codes(row, wrong)
    _check_parts(row, wrong)
    if wrong:
        raise Invalid(_("The item cannot be kept like this."), wrong)


def _check_codes(row: Item, wrong: dict[str, str]) -> None:
    """Where something gets approvals or carries out plans, what the item names is there."""
    for name, code, known in (
        ("approval", row.approval, approving.policies(row.desk_id)),
        ("plan", row.plan, fulfilling.plans(row.desk_id)),
    ):
        if code and known and code not in {one.code for one in known}:
            wrong[name] = _("The desk has none of this name.")


def _check_parts(row: Item, wrong: dict[str, str]) -> None:
    codes = [one.get("item") for one in row.parts if isinstance(one, Mapping)]
    rows = Item.objects.within(row.desk_id).exclude(kind="bundle").filter(code__in=[str(one) for one in codes])
    if len(codes) != len(row.parts) or len(set(codes)) != len(codes) or rows.count() != len(codes):
        wrong["parts"] = _("A bundle names items of its desk, each once, and no other bundle.")
    elif ring_of({one["item"]: list(one.get("after", ())) for one in row.parts}):
        wrong["parts"] = _("These wait for each other in a ring.")


def _check_entitled(item: Item, one: Entitled) -> None:
    named = {Whom.PERSON: one.person, Whom.TEAM: one.team, Whom.ORGANIZATION: one.organization}
    if one.whom not in Whom.values or (one.whom in named and named[Whom(one.whom)] is None):
        raise Invalid(_("Say whom the line means."), {"whom": _("Say whom the line means.")})
    if one.whom not in named and not one.word.strip():
        raise Invalid(_("Say whom the line means."), {"word": _("Say whom the line means.")})
    if one.team is not None and one.team.desk_id != item.desk_id:
        raise Invalid(_("This team belongs to another desk."), {"team": _("This team belongs to another desk.")})
