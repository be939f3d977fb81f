"""Each field as a word of the query language, by its code: ``device:laptop cost:>=100 due:<=2026-12``.

The fields of a desk are words on that desk alone. Whoever asks several desks at once (the API) asks those of each at
which they serve; two desks may use one word for fields of one kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deskhand.kernel import slots, switches
from deskhand.kernel.query import FieldSpec
from deskhand.modules.fields.models import Field
from deskhand.modules.fields.querysets import MODULE
from deskhand.modules.fields.words import spec_for


def specs(desk_ids: Sequence[int]) -> Iterator[FieldSpec]:
    """The fields in use on these desks. One query."""
    here = sorted(set(desk_ids) & set(switches.desks_with(MODULE)))
    by_code: dict[str, list[Field]] = {}
    for one in Field.objects.within(here).in_use().order_by("desk_id", "position", "pk"):
        by_code.setdefault(one.code, []).append(one)
    for fields in by_code.values():
        yield spec_for([one for one in fields if one.kind == fields[0].kind])


slots.fill("query_field", specs, module=MODULE, order=80)
