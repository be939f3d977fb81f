"""Putting items into the cart, and ordering."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.accounts.actors import person_of
from deskhand.accounts.models import Person
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Denied, Invalid, NotFound
from deskhand.modules.catalog import access, asking, hidden, limits
from deskhand.modules.catalog.actions.bundles import add_parts
from deskhand.modules.catalog.actions.lines import open_line
from deskhand.modules.catalog.models import FormDraft, LineState, Order, OrderLine, OrderState
from deskhand.modules.catalog.models.order import KEY_LIMIT
from deskhand.modules.catalog.wishes import Judged, Wish, judged


@transaction.atomic
def put_in_cart(*, actor: Actor, wish: Wish) -> OrderLine:
    """Add one item to the actor's cart. Raises NotFound and Invalid as :func:`wishes.judged`."""
    me = me_of(actor)
    taken = judged(actor, me, wish)
    if any(one.kind == asking.Kind.ATTACHMENT for one in taken.form.asked()):
        raise Invalid(_("Files cannot wait in a cart: order this by itself."), {"item": _("Order this by itself.")})
    cart = cart_of(me)
    if cart.lines.filter(desk__isnull=False).count() >= limits.LINE_LIMIT:
        raise Invalid(_("A cart holds at most %(limit)s items. Send it first.") % {"limit": limits.LINE_LIMIT})
    line = _line(cart, taken, cart.lines.count())
    FormDraft.objects.within(line.desk_id).filter(person=me, item=line.item).delete()
    return line


@transaction.atomic
def drop_from_cart(*, actor: Actor, pk: int) -> None:
    """Take a line out of the actor's cart. Raises NotFound."""
    found = OrderLine.objects.placed_by(actor).filter(pk=pk, order__state=OrderState.CART)
    if not found.delete()[0]:
        raise NotFound


@transaction.atomic
def change_in_cart(*, actor: Actor, pk: int, wish: Wish) -> OrderLine:
    """Wish a line of the actor's cart otherwise. Raises NotFound, also for another item, and Invalid."""
    me = me_of(actor)
    rows = OrderLine.objects.placed_by(actor).select_for_update(of=("self",)).select_related(*access.WITH)
    line: OrderLine | None = rows.filter(pk=pk, order__state=OrderState.CART, item=wish.item).first()
    if line is None:
        raise NotFound
    _write(line, judged(actor, me, wish))
    return line


@transaction.atomic
def order(*, actor: Actor, wishes: Sequence[Wish], key: str = "") -> Order:
    """Order at once, whole or not at all. A second call with the same ``key`` gives the first one's order. Raises
    NotFound and Invalid; with several wishes the fields begin with the place of theirs (``0.quantity``)."""
    me = me_of(actor)
    found, is_new = begun_order(me, key)
    if not is_new:
        return found
    if not 1 <= len(wishes) <= limits.LINE_LIMIT:
        raise Invalid(_("An order has from 1 to %(limit)s items.") % {"limit": limits.LINE_LIMIT})
    taken = _all(actor, me, wishes)
    lines = [_line(found, one, place) for place, one in enumerate(taken)]
    for line, one in zip(lines, taken, strict=True):
        _place(actor, line, one)
    return found


@transaction.atomic
def check_out(*, actor: Actor, key: str = "") -> Order:
    """Order what is in the cart. Everything is judged anew: what has changed meanwhile is refused with the id of its
    line (``line.<id>``), and nothing is ordered."""
    me = me_of(actor)
    sent = Order.objects.placed_by(actor).filter(key=key[:KEY_LIMIT]).first() if key else None
    if sent is not None:
        return sent  # type: ignore[no-any-return]  # A queryset of a walled manager says Any.
    cart: Order | None = Order.objects.placed_by(actor).select_for_update().filter(state=OrderState.CART).first()
    lines = list(OrderLine.objects.placed_by(actor).filter(order=cart).select_related(*access.WITH)) if cart else []
    if cart is None or not lines:
        raise Invalid(_("Your cart is empty."))
    taken = _again(actor, me, lines)
    cart.state, cart.key, cart.ordered_at = OrderState.ORDERED, key[:KEY_LIMIT], clock.now()
    cart.save(update_fields=["state", "key", "ordered_at"])
    for line, one in zip(lines, taken, strict=True):
        _write(line, one)
        _place(actor, line, one)
    return cart


def cart_of(me: Person) -> Order:
    """The one cart of a person."""
    own = Order.objects.scoped(person=me, state=OrderState.CART)
    return own.get_or_create(  # type: ignore[no-any-return]  # A queryset of a walled manager says Any.
        person=me, state=OrderState.CART, defaults={"created_at": clock.now()}
    )[0]


def wish_of(line: OrderLine) -> Wish:
    """What a line says, to be judged anew."""
    return Wish(
        item=line.item,
        given={**line.answers, **hidden.opened(line.secrets)},
        quantity=line.quantity,
        for_person=line.for_person,
        cost_centre=line.cost_centre,
        wanted_on=line.wanted_on,
        starts_on=line.starts_on,
        number=line.version.number,
    )


def begun_order(me: Person, key: str) -> tuple[Order, bool]:
    """A new order, or the one that was placed with the key; and whether it is new."""
    now = clock.now()
    if not key:
        made = Order.objects.create(person=me, state=OrderState.ORDERED, created_at=now, ordered_at=now)
        return made, True
    known = {"state": OrderState.ORDERED, "created_at": now, "ordered_at": now}
    found: tuple[Order, bool] = Order.objects.scoped(person=me).get_or_create(
        person=me, key=key[:KEY_LIMIT], defaults=known
    )
    return found


def _all(actor: Actor, me: Person, wishes: Sequence[Wish]) -> list[Judged]:
    taken: list[Judged] = []
    wrong: dict[str, str] = {}
    for place, wish in enumerate(wishes):
        try:
            taken.append(judged(actor, me, wish))
        except Invalid as refusal:
            if len(wishes) == 1:
                raise
            wrong |= {f"{place}.{name}": words for name, words in refusal.fields.items()}
    if wrong:
        raise Invalid(_("Some answers are missing or cannot be taken."), wrong)
    return taken


def _again(actor: Actor, me: Person, lines: Sequence[OrderLine]) -> list[Judged]:
    taken: list[Judged] = []
    wrong: dict[str, str] = {}
    for line in lines:
        try:
            taken.append(judged(actor, me, wish_of(line)))
        except NotFound:
            wrong[f"line.{line.pk}"] = _("This is not offered to you any more. Take it out of the cart.")
        except Invalid as refusal:
            wrong[f"line.{line.pk}"] = next(iter(refusal.fields.values()), str(refusal))
    if wrong:
        raise Invalid(_("Something in your cart needs another look."), wrong)
    return taken


def _line(order: Order, taken: Judged, place: int) -> OrderLine:
    line = OrderLine(order=order, place=place, added_at=clock.now())
    _write(line, taken)
    return line


def _write(line: OrderLine, taken: Judged) -> None:
    """Put what was judged into the line, with the price of now."""
    wish, item = taken.wish, taken.version.item
    line.item, line.version, line.desk = item, taken.version, item.desk
    line.title, line.for_person, line.quantity = item.title, taken.person, wish.quantity
    line.answers = asking.kept(taken.form, taken.values)
    line.secrets = hidden.locked(asking.masked(taken.form, taken.values))
    line.digest = asking.digest(taken.form, taken.values)
    line.price, line.currency, line.price_every = item.price, item.currency, item.price_every
    line.cost_centre, line.wanted_on, line.starts_on = taken.cost_centre, wish.wanted_on, wish.starts_on
    line.save()


def _place(actor: Actor, line: OrderLine, taken: Judged) -> None:
    """The line is ordered: it begins now, or on its day."""
    _plan(actor, line, taken)
    FormDraft.objects.within(line.desk_id).filter(person=line.order.person, item=line.item).delete()
    if line.starts_on is None or line.starts_on <= access.today_of(line.desk_id):
        open_line(actor, line, _stored(taken.wish.attachments))


def plan_line(actor: Actor, order: Order, taken: Judged, place: int) -> OrderLine:
    """A line that is ordered and begins when it is released."""
    line = _line(order, taken, place)
    _plan(actor, line, taken)
    return line


def _plan(actor: Actor, line: OrderLine, taken: Judged) -> None:
    line.ordered_at, line.state = clock.now(), LineState.PLANNED
    line.save(update_fields=["ordered_at", "state"])
    if line.item.is_bundle:
        add_parts(actor, line, taken)


def _stored(attachments: Mapping[str, Any]) -> list[Any]:
    return [file for files in attachments.values() for file in files]


def me_of(actor: Actor) -> Person:
    """Who orders. Raises Denied for strangers, and for tokens that only read."""
    person = person_of(actor)
    if person is None or actor.only_ticket is not None:
        raise Denied(_("Sign in first."))
    if not actor.may_write:
        raise Denied(_("This token may only read. Make one with the scope “write”."))
    return person
