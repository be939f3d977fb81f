"""How far people come in a form. Who they are is not kept: a random word of the page, and the last question."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db import transaction

from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.modules.catalog.asking import read_form
from deskhand.modules.catalog.models import FormVisit, Item, ItemVersion

VISIT_LIMIT = 5_000
"""Most visits of a version that are kept; further ones are not counted."""

_KEY = re.compile(r"[A-Za-z0-9-]{8,40}")


@dataclass(frozen=True)
class Stop:
    """One question: how many came to it or further, how many got no further, and those in percent of all who came."""

    code: str
    label: str
    came: int
    stopped: int
    percent: int


@transaction.atomic
def reach(*, actor: Actor, version: ItemVersion, key: str, code: str) -> None:
    """Somebody who may order the item answered up to this question. Only further counts; what makes no sense is passed
    over, for nobody is told."""
    today = clock.now().date()
    if not Item.objects.orderable_by(actor, today).filter(pk=version.item_id).exists() or not _KEY.fullmatch(key):
        return
    places = _places(version)
    if code and code not in places:
        return
    rows = FormVisit.objects.within(version.item.desk_id).filter(version=version)
    row = rows.select_for_update(of=("self",)).filter(key=key).first()
    if row is None and rows.count() < VISIT_LIMIT:
        place = places.get(code, 0)
        FormVisit.objects.create(version=version, key=key, reached=code, place=place, seen_on=today)
    elif row is not None and code and (not row.reached or places[code] > row.place):
        row.reached, row.place = code, places[code]
        row.save(update_fields=["reached", "place"])


@transaction.atomic
def ordered(*, version: ItemVersion, key: str) -> None:
    """The form of that page was sent and taken."""
    if _KEY.fullmatch(key):
        rows = FormVisit.objects.within(version.item.desk_id).filter(version=version, key=key)
        rows.update(is_ordered=True)


def stops(version: ItemVersion) -> tuple[int, int, list[Stop]]:
    """How many opened the form, how many ordered, and each question in its order. One query."""
    rows = FormVisit.objects.within(version.item.desk_id).filter(version=version)
    visits = list(rows.values_list("reached", "place", "is_ordered"))
    form = read_form(version.form)
    found = []
    for place, one in enumerate(form.asked()):
        came = sum(is_ordered or (bool(reached) and at >= place) for reached, at, is_ordered in visits)
        stopped = sum(reached == one.code and not is_ordered for reached, _at, is_ordered in visits)
        found.append(Stop(one.code, one.label, came, stopped, round(100 * stopped / len(visits)) if visits else 0))
    return len(visits), sum(is_ordered for _reached, _place, is_ordered in visits), found


def _places(version: ItemVersion) -> dict[str, int]:
    return {one.code: place for place, one in enumerate(read_form(version.form).asked())}
