"""The gates before items and orders. Absent and forbidden are the same NotFound."""

from __future__ import annotations

from datetime import date
from typing import Any

from deskhand.accounts.models import Desk, Person
from deskhand.calendars.queries import calendar_for
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.modules.catalog.models import CatalogRules, Item, OrderLine, RecurringOrder
from deskhand.modules.catalog.models.service import ForWhom

WITH = ("order__person", "desk", "item__team", "item__service", "version", "ticket", "for_person", "bundle__ticket")
"""What the steps of a line read beside it."""


def today_of(desk_id: int) -> date:
    """The day that it is where the desk works."""
    return clock.now().astimezone(calendar_for(desk_id=desk_id).zone_info).date()


def orderable_item_for(actor: Actor, desk_key: str, code: str, *, for_person: Person | None = None) -> Item:
    """An item that the actor may order. Raises NotFound."""
    found = Item.objects.orderable_by(actor, clock.now().date(), for_person=for_person)
    return _one(found.filter(desk__key=desk_key, code=code))


def item_for(actor: Actor, desk: Desk, code: str) -> Item:
    """An item that the actor reads as one of the desk's people. Raises NotFound."""
    return _one(Item.objects.served_by(actor).filter(desk=desk, code=code))


def own_line_for(actor: Actor, pk: int) -> OrderLine:
    """A line that the actor ordered, or has in the cart. Raises NotFound."""
    return _line(OrderLine.objects.placed_by(actor).filter(pk=pk))


def own_regular_for(actor: Actor, pk: int) -> RecurringOrder:
    """A regular order of the actor's own that was not stopped. Raises NotFound."""
    mine = actor.person_id if actor.only_ticket is None else None
    found = RecurringOrder.objects.of_person(mine).filter(pk=pk, ended_at=None)
    row: RecurringOrder | None = found.select_related("item__desk", "for_person", "person").first()
    if row is None:
        raise NotFound
    return row


def served_line_for(actor: Actor, pk: int) -> OrderLine:
    """A line that the actor reads as one of the desk's people. Raises NotFound."""
    return _line(OrderLine.objects.served_by(actor).filter(pk=pk))


def locked(line: OrderLine) -> OrderLine:
    """The same line, locked and as it is now."""
    found = OrderLine.objects.within(line.desk_id).select_for_update(of=("self",)).filter(pk=line.pk)
    return _line(found)


def rules_of(desk_id: int) -> CatalogRules:
    """The desk's rules; the defaults where it has set none."""
    found: CatalogRules | None = CatalogRules.objects.within(desk_id).first()
    return found or CatalogRules(desk_id=desk_id)


def people_for(actor: Actor, desk_id: int) -> Any:
    """Whom the actor may order for on a desk, besides themselves: those who report to them, and whom the desk's rule
    names. Its own people may order for everybody whom the desk knows by its rule for all."""
    me: Person | None = Person.objects.filter(pk=actor.person_id or 0).first()
    others = Person.objects.filter(is_active=True).exclude(pk=actor.person_id or 0).order_by("name", "pk")
    rule = rules_of(desk_id).for_whom
    if me is None or rule == ForWhom.NOBODY:
        return others.none()
    if rule == ForWhom.ALL:
        return others
    reports = others.filter(manager=me)
    if rule == ForWhom.DEPARTMENT:
        mine = others.filter(department__iexact=me.department, organization=me.organization_id)
        return reports | mine if me.department and me.organization_id else reports
    return reports | others.filter(organization=me.organization_id) if me.organization_id else reports


def _one(found: Any) -> Item:
    row: Item | None = found.select_related("desk", "published", "service", "team", "shelf", "picture").first()
    if row is None:
        raise NotFound
    return row


def _line(found: Any) -> OrderLine:
    row: OrderLine | None = found.select_related(*WITH).first()
    if row is None:
        raise NotFound
    return row
