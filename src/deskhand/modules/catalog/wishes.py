"""What somebody wishes to order, judged: the only way from a page, a program or a file to a line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from deskhand.accounts.models import Person
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.modules.catalog import access, asking, limits
from deskhand.modules.catalog.models import CostCentreRule, Item, ItemVersion
from deskhand.modules.catalog.models.item import CODE_LIMIT


@dataclass(frozen=True, kw_only=True)
class Wish:
    """One item. ``given`` are answers by code, not trusted. ``for_person`` is None for whoever orders. ``number`` is
    that of the version whose questions were shown, None for the newest. ``attachments`` are stored files by the code
    of their question."""

    item: Item
    given: Mapping[str, Any] = field(default_factory=dict)
    quantity: int = 1
    for_person: Person | None = None
    cost_centre: str = ""
    wanted_on: date | None = None
    starts_on: date | None = None
    number: int | None = None
    attachments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A wish that can be taken: its version and what is kept of the answers."""

    wish: Wish
    version: ItemVersion
    form: asking.Form
    values: Mapping[str, Any]
    person: Person
    cost_centre: str


CHANGED = "version"
"""The field that is wrong when the questions are others by now."""


def judged(actor: Actor, me: Person, wish: Wish) -> Judged:
    """Raises NotFound for what the actor may not order, Invalid with a sentence by field (``q.<code>`` for answers)."""
    person = wish.for_person or me
    if person.pk != me.pk and not access.people_for(actor, wish.item.desk_id).filter(pk=person.pk).exists():
        words = _("You cannot order for this person here.")
        raise Invalid(words, {"for_person": words})
    item = _orderable(actor, wish.item, person)
    version = item.published
    assert version is not None  # noqa: S101 (what can be ordered is published)
    form = asking.read_form(version.form)
    found = asking.judge(form, wish.given, asking.context_for(item.desk, person))
    wrong = {f"q.{place}": words for place, words in found.wrong.items()}
    cost_centre = _cost_centre(item, wish, person, wrong)
    _check_numbers(item, wish, wrong)
    if wrong and wish.number is not None and wish.number != version.number:
        wrong[CHANGED] = _("What is asked has changed meanwhile. Your answers are still here: look through them.")
    if wrong:
        raise Invalid(_("Some answers are missing or cannot be taken."), wrong)
    return Judged(wish=wish, version=version, form=form, values=found.values, person=person, cost_centre=cost_centre)


def _orderable(actor: Actor, item: Item, person: Person) -> Item:
    today = access.today_of(item.desk_id)
    found = Item.objects.orderable_by(actor, today, for_person=person).filter(pk=item.pk)
    row: Item | None = found.select_related("desk", "published", "service", "team").first()
    if row is not None:
        return row
    if Item.objects.orderable_by(actor, today).filter(pk=item.pk).exists():
        words = _("This is not offered to the person whom you order it for.")
        raise Invalid(words, {"for_person": words})
    raise NotFound


def _cost_centre(item: Item, wish: Wish, person: Person, wrong: dict[str, str]) -> str:
    if item.cost_centre_rule == CostCentreRule.FIXED:
        return item.cost_centre
    if item.cost_centre_rule == CostCentreRule.DEPARTMENT:
        return person.department[:CODE_LIMIT]
    if item.cost_centre_rule == CostCentreRule.NONE:
        return ""
    given = " ".join(wish.cost_centre.split())
    if not given:
        wrong["cost_centre"] = _("Say which cost centre pays.")
    if len(given) > CODE_LIMIT:
        wrong["cost_centre"] = _("At most %(limit)s characters.") % {"limit": CODE_LIMIT}
    return given[:CODE_LIMIT]


def _check_numbers(item: Item, wish: Wish, wrong: dict[str, str]) -> None:
    if not 1 <= wish.quantity <= max(item.most, 1):
        wrong["quantity"] = _("From 1 to %(most)s.") % {"most": max(item.most, 1)}
    if item.out_of_stock:
        wrong["item"] = _("This cannot be ordered now: %(why)s") % {"why": item.out_of_stock}
    today = access.today_of(item.desk_id)
    for name, day in (("wanted_on", wish.wanted_on), ("starts_on", wish.starts_on)):
        if day is not None and day < today:
            wrong[name] = _("This day is over. Choose a later one.")
        if day is not None and day > today + timedelta(days=limits.AHEAD_DAYS):
            wrong[name] = _("At most %(days)s days ahead.") % {"days": limits.AHEAD_DAYS}
    if wish.attachments and wish.starts_on is not None and wish.starts_on > today:  # Nobody keeps the files until then.
        wrong["starts_on"] = _("What comes with files begins at once. Leave this day empty.")
