"""A bundle: its answers choose items, which get those answers and wait for each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.modules.catalog import access, asking, hidden
from deskhand.modules.catalog.asking import rules
from deskhand.modules.catalog.models import Item, LineState, OrderLine
from deskhand.modules.catalog.wishes import Judged


def add_parts(actor: Actor, bundle: OrderLine, taken: Judged) -> list[OrderLine]:
    """The lines that the answers choose, in their order. Items that are not for whom they are ordered are left out."""
    made: dict[str, OrderLine] = {}
    chosen = _chosen(taken)
    items = _items(actor, bundle, [str(one["item"]) for one in chosen])
    for place, part in enumerate(chosen):
        item = items.get(str(part["item"]))
        if item is not None:
            made[item.code] = _part(bundle, item, part, taken, place)
    for part in chosen:
        waiting = made.get(str(part["item"]))
        before = [made[code] for code in part.get("after", ()) if code in made]
        if waiting is not None and before:
            waiting.waits_for.add(*before)
    return list(made.values())


def _chosen(taken: Judged) -> list[Mapping[str, Any]]:
    facts = asking.context_for(taken.version.item.desk, taken.person).facts
    return [one for one in taken.version.item.parts if rules.holds(one.get("when"), taken.values, facts)]


def _items(actor: Actor, bundle: OrderLine, codes: list[str]) -> dict[str, Item]:
    """The items of the bundle's desk that may be ordered: the same rule as everywhere."""
    today = access.today_of(bundle.desk_id)
    found = Item.objects.orderable_by(actor, today, for_person=bundle.for_person)
    found = found.filter(desk=bundle.desk, code__in=codes, out_of_stock="").exclude(kind="bundle")
    return {one.code: one for one in found.select_related("desk", "published")}


def _part(bundle: OrderLine, item: Item, part: Mapping[str, Any], taken: Judged, place: int) -> OrderLine:
    version = item.published
    assert version is not None  # noqa: S101 (what can be ordered is published)
    form = asking.read_form(version.form)
    person = taken.person
    context = asking.context_for(item.desk, person)
    given = {**asking.begin(form, context), **_shared(form, part, taken.values)}
    found = asking.judge(form, given, context)
    if found.wrong:
        labels = ", ".join(form.codes[code].label for code in found.wrong if code in form.codes)
        words = _("“%(item)s” needs more than this form asks: %(labels)s. Tell its desk.")
        raise Invalid(words % {"item": item.title, "labels": labels}, {"item": words})
    line = OrderLine(
        order=bundle.order,
        desk=item.desk,
        item=item,
        version=version,
        bundle=bundle,
        place=place,
        title=item.title,
        for_person=person,
        quantity=min(max(int(part.get("quantity", 1)), 1), max(item.most, 1)),
        answers=asking.kept(form, found.values),
        secrets=hidden.locked(asking.masked(form, found.values)),
        digest=asking.digest(form, found.values),
        price=item.price,
        currency=item.currency,
        price_every=item.price_every,
        cost_centre=taken.cost_centre,
        wanted_on=taken.wish.wanted_on,
        state=LineState.PLANNED,
        added_at=clock.now(),
        ordered_at=clock.now(),
    )
    line.save()
    return line


def _shared(form: asking.Form, part: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """What the bundle was answered goes to the questions of the same code, and to those that the part names."""
    named = dict(part.get("answers") or {})
    sources = {one.code: named.get(one.code, one.code) for one in form.asked()}
    return {code: values[source] for code, source in sources.items() if values.get(source)}
