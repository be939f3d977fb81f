"""What the portal shows of orders that come again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.utils.translation import gettext as _

from deskhand.kernel.actor import Actor
from deskhand.modules.catalog import asking, regular
from deskhand.modules.catalog.models import RecurringOrder
from deskhand.modules.catalog.wording import said

NEXT = 3
"""Coming days that are told of each."""


@dataclass(frozen=True, kw_only=True)
class Regular:
    """One order that comes again."""

    row: RecurringOrder
    heading: str
    often: str
    days: list[date]


def regular_orders(actor: Actor) -> list[Regular]:
    """The actor's own that were not stopped, the next first. As many as one person may have."""
    rows = RecurringOrder.objects.of_person(actor.person_id).filter(ended_at=None)
    return [shown(one) for one in rows.select_related("item__desk", "for_person")]


def shown(row: RecurringOrder) -> Regular:
    """One with its coming days."""
    return Regular(row=row, heading=heading(row), often=regular.told(row), days=coming(row))


def coming(row: RecurringOrder) -> list[date]:
    """The next days; none while it is paused."""
    if row.next_on is None or row.paused_at is not None or row.ended_at is not None:
        return []
    return list(islice(regular.days(row, row.item.desk, since=row.next_on), NEXT))


def heading(row: RecurringOrder) -> str:
    """“3 × Toner for Ida Berg”."""
    title = said(row.item, "title")
    counted = title if row.quantity == 1 else f"{row.quantity} × {title}"
    if row.for_person is None or row.for_person_id == row.person_id:
        return counted
    return _("%(what)s for %(person)s") % {"what": counted, "person": row.for_person.name}


def can_repeat(form: asking.Form) -> bool:
    """Whether nothing is asked that is for one time: files and hidden answers."""
    return not any(one.kind in (asking.Kind.MASKED, asking.Kind.ATTACHMENT) for one in form.asked())
