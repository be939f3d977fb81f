"""Orders that come again: made, changed, paused, stopped by who ordered them, and placed on their day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from deskhand.accounts.actors import actor_for
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM, Actor, Channel
from deskhand.kernel.errors import DeskhandError, Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.modules.catalog import access, asking, limits, regular
from deskhand.modules.catalog.actions.ordering import me_of, order
from deskhand.modules.catalog.events import RegularOrderFailed, RegularOrderSaved, RegularOrderStopped
from deskhand.modules.catalog.models import RecurringOrder
from deskhand.modules.catalog.models.order import KEY_LIMIT
from deskhand.modules.catalog.wishes import Judged, Wish, judged

GONE = "item"
"""The field that names an item which is not offered any more."""


@dataclass(frozen=True, kw_only=True)
class Rhythm:
    """How often: every so many ``unit`` (weeks or months) from ``starts_on`` to ``until_on``."""

    unit: str
    every: int
    starts_on: date
    until_on: date | None = None


@transaction.atomic
def order_regularly(*, actor: Actor, wish: Wish, rhythm: Rhythm, key: str = "") -> RecurringOrder:
    """Have something ordered again and again, beginning on its first day. A second call with the same ``key`` gives
    the first one's. Raises NotFound and Invalid as ordering it does."""
    me = me_of(actor)
    known = RecurringOrder.objects.scoped(person=me).filter(key=key[:KEY_LIMIT]).first() if key else None
    if known is not None:
        return known  # type: ignore[no-any-return]  # A queryset of a walled manager says Any.
    taken = judged(actor, me, wish)
    _need_repeatable(taken)
    if RecurringOrder.objects.scoped(person=me, ended_at=None).count() >= limits.REGULAR_LIMIT:
        words = _("You have %(limit)s regular orders already. Stop one first.")
        raise Invalid(words % {"limit": limits.REGULAR_LIMIT})
    row = RecurringOrder(person=me, item=taken.version.item, key=key[:KEY_LIMIT])
    _write(row, taken, rhythm)
    emit(RegularOrderSaved(regular=row.pk, item=row.item_id), actor=actor, desk_id=wish.item.desk_id)
    return row


@transaction.atomic
def change_regular(*, actor: Actor, regular_order: RecurringOrder, wish: Wish, rhythm: Rhythm) -> RecurringOrder:
    """Say otherwise what comes, or how often; it counts from the next time on, and one that was paused goes on. Raises
    Invalid."""
    row = _held(actor, regular_order)
    taken = judged(actor, me_of(actor), wish)
    _need_repeatable(taken)
    _write(row, taken, rhythm)
    emit(RegularOrderSaved(regular=row.pk, item=row.item_id), actor=actor, desk_id=row.item.desk_id)
    return row


@transaction.atomic
def pause_regular(*, actor: Actor, regular_order: RecurringOrder) -> RecurringOrder:
    """Order nothing until it goes on."""
    row = _held(actor, regular_order)
    if row.paused_at is None:
        _stop(actor, row, "paused", paused_at=clock.now())
    return row


@transaction.atomic
def resume_regular(*, actor: Actor, regular_order: RecurringOrder) -> RecurringOrder:
    """Go on with the next day that comes; what was due meanwhile is not ordered. Raises Invalid while it cannot be
    ordered."""
    row = _held(actor, regular_order)
    judged(actor, me_of(actor), wish_of(row))
    _plan(row, since=access.today_of(row.item.desk_id))
    row.paused_at, row.problem = None, ""
    row.save(update_fields=["next_on", "paused_at", "problem"])
    emit(RegularOrderSaved(regular=row.pk, item=row.item_id), actor=actor, desk_id=row.item.desk_id)
    return row


@transaction.atomic
def stop_regular(*, actor: Actor, regular_order: RecurringOrder) -> None:
    """Order it no more. What was ordered stays."""
    _stop(actor, _held(actor, regular_order), "stopped", ended_at=clock.now(), next_on=None)


@transaction.atomic
def place_regular(*, regular_id: int) -> None:
    """Order what is due, once; of several days that were missed the last. What cannot be ordered is paused, and who
    ordered it is told why. May run twice."""
    rows = RecurringOrder.objects.beyond_walls("the clock serves all desks").going().filter(pk=regular_id)
    row: RecurringOrder | None = rows.select_for_update(of=("self",)).select_related(*_WITH).first()
    today = access.today_of(row.item.desk_id) if row is not None else date.min
    if row is None or row.next_on is None or row.next_on > today:
        return
    try:
        with transaction.atomic(), translation.override(row.person.language or row.item.desk.language):
            _order(row)
    except DeskhandError as refusal:
        _give_up(row, next(iter(refusal.fields.values()), "") if isinstance(refusal, Invalid) else "")
        return
    _plan(row, since=today + timedelta(days=1))
    row.save(update_fields=["next_on"])


def wish_of(row: RecurringOrder) -> Wish:
    """What is ordered each time."""
    return Wish(
        item=row.item,
        given=row.answers,
        quantity=row.quantity,
        for_person=row.for_person,
        cost_centre=row.cost_centre,
    )


_WITH = ("person", "for_person", "item__desk", "item__published")


def _order(row: RecurringOrder) -> None:
    if not row.person.is_active or row.for_person is None or not row.for_person.is_active:
        raise NotFound
    key = f"again:{row.pk}:{row.next_on}"
    order(actor=actor_for(row.person, Channel.PORTAL), wishes=[wish_of(row)], key=key)


def _give_up(row: RecurringOrder, why: str) -> None:
    with translation.override(row.person.language or row.item.desk.language):
        row.problem = why or _("This is not offered to you any more, or whom it is for has left.")
    row.paused_at = clock.now()
    row.save(update_fields=["problem", "paused_at"])
    emit(RegularOrderFailed(regular=row.pk, item=row.item_id), actor=SYSTEM, desk_id=row.item.desk_id)


def _held(actor: Actor, row: RecurringOrder) -> RecurringOrder:
    me = me_of(actor)
    found = RecurringOrder.objects.of_person(me.pk).filter(pk=row.pk, ended_at=None)
    held: RecurringOrder | None = found.select_for_update(of=("self",)).select_related(*_WITH).first()
    if held is None:
        raise NotFound
    return held


def _stop(actor: Actor, row: RecurringOrder, how: str, **values: object) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    emit(RegularOrderStopped(regular=row.pk, item=row.item_id, how=how), actor=actor, desk_id=row.item.desk_id)


def _need_repeatable(taken: Judged) -> None:
    """Hidden answers and files are for one time."""
    if any(one.kind in (asking.Kind.MASKED, asking.Kind.ATTACHMENT) for one in taken.form.asked()):
        words = _("This asks for files or hidden answers, so it cannot come again by itself.")
        raise Invalid(words, {GONE: words})


def _write(row: RecurringOrder, taken: Judged, rhythm: Rhythm) -> None:
    desk = taken.version.item.desk
    today = access.today_of(desk.pk)
    found = regular.wrong(rhythm.unit, rhythm.every, rhythm.starts_on, rhythm.until_on, today)
    if rhythm.starts_on > today + timedelta(days=limits.AHEAD_DAYS):
        found["starts_on"] = _("At most %(days)s days ahead.") % {"days": limits.AHEAD_DAYS}
    if found:
        raise Invalid(next(iter(found.values())), found)
    row.for_person, row.quantity, row.cost_centre = taken.person, taken.wish.quantity, taken.cost_centre
    row.answers = asking.kept(taken.form, taken.values)
    row.unit, row.every, row.starts_on, row.until_on = rhythm.unit, rhythm.every, rhythm.starts_on, rhythm.until_on
    row.paused_at, row.problem = None, ""
    _plan(row, since=rhythm.starts_on)
    if row.next_on is None:
        words = _("No such day lies ahead. Choose another beginning, or a later end.")
        raise Invalid(words, {"starts_on": words})
    row.save()


def _plan(row: RecurringOrder, *, since: date) -> None:
    row.next_on = next(regular.days(row, row.item.desk, since=since), None)
