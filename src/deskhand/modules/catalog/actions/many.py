"""Ordering one item many times from a file."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import ngettext

from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.modules.catalog import access
from deskhand.modules.catalog.actions.ordering import begun_order, me_of, plan_line
from deskhand.modules.catalog.many import Row, checked
from deskhand.modules.catalog.models import Item, Order


def check_many(*, actor: Actor, item: Item, raw: bytes) -> list[Row]:
    """What ordering the file would do, row by row; nothing is ordered. Raises Denied, Invalid, TooLarge."""
    return checked(actor, me_of(actor), item, raw)


@transaction.atomic
def order_many(*, actor: Actor, item: Item, raw: bytes, key: str = "") -> Order:
    """Order every row of the file, or nothing. A second call with the same ``key`` gives the first one's order. Each
    line begins by a job of its own, so that a long file holds nobody up. Raises Invalid with sentences by
    ``<row>.<column>``."""
    from deskhand.modules.catalog.jobs import release_line

    me = me_of(actor)
    found, is_new = begun_order(me, key)
    if not is_new:
        return found
    rows = checked(actor, me, item, raw)
    wrong = {f"{row.number}.{name}": words for row in rows for name, words in row.wrong.items()}
    if wrong:
        count = sum(1 for row in rows if row.wrong)
        words = ngettext(
            "%(num)s row cannot be taken, so nothing was ordered.",
            "%(num)s rows cannot be taken, so nothing was ordered.",
            count,
        )
        raise Invalid(words % {"num": count}, wrong)
    today = access.today_of(item.desk_id)
    for place, row in enumerate(rows):
        if row.taken is None:
            continue
        line = plan_line(actor, found, row.taken, place)
        if line.starts_on is None or line.starts_on <= today:
            release_line.put(unique_key=f"catalog:line:{line.pk}", desk_id=line.desk_id, line_id=line.pk)
    return found
