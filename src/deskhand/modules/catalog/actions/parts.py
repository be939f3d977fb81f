"""What a bundle is made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.kernel.events import emit
from deskhand.modules.catalog.events import ItemEdited
from deskhand.modules.catalog.models import Item
from deskhand.modules.catalog.parts import form_of, problems, read_parts


@transaction.atomic
def save_parts(*, actor: Actor, item: Item, parts: Sequence[Any]) -> Item:
    """Say which items a bundle orders: see :class:`Item` for what a part is. Raises Invalid, by the place of the part
    (``parts.0.when``), for what could never be ordered: a condition on what the bundle does not ask, a question that
    nothing answers, items that wait for each other in a ring."""
    actor.need("catalog.design", item.desk_id)
    rows = Item.objects.within(item.desk_id).select_for_update(of=("self",)).select_related("published")
    row: Item | None = rows.filter(pk=item.pk).first()
    if row is None:
        raise NotFound
    if not row.is_bundle:
        raise Invalid(_("Only a bundle has parts."), {"parts": _("Only a bundle has parts.")})
    read = read_parts(parts)
    wrong = problems(form_of(row), read, items_of(row, [one["item"] for one in read]))
    if wrong:
        raise Invalid(_("The bundle cannot be kept like this."), wrong)
    if row.parts != read:
        row.parts = read
        row.save(update_fields=["parts"])
        emit(ItemEdited(item=row.pk, fields=["parts"]), actor=actor, desk_id=row.desk_id)
    return row


def items_of(bundle: Item, codes: Sequence[str]) -> dict[str, Item]:
    """The items of the bundle's desk with these codes."""
    rows = Item.objects.within(bundle.desk_id).select_related("published").filter(code__in=list(codes))
    return {one.code: one for one in rows}
