"""Contracts that end: once, so long before as notice must be given, whoever answers for one is told."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.events import emit
from deskhand.modules.sla import months
from deskhand.modules.sla.events import AgreementEnding
from deskhand.modules.sla.models import Agreement


def remind(desk_ids: Iterable[int]) -> None:
    """Of each of these desks, note the contracts of which the last days for a notice have begun. One that has ended by
    now is not told any more, one whose last day is another since is told again."""
    for desk_id in desk_ids:
        today = months.today(desk_id)
        rows = Agreement.objects.within(desk_id).ending(today)
        for row in rows:
            if row.ends_soon(today) and row.told_end_on != row.ends_on:
                _note(desk_id, row.pk)


@transaction.atomic
def _note(desk_id: int, pk: int) -> None:
    """In the transaction of its fact: once, whoever looks at the same time."""
    row = Agreement.objects.within(desk_id).select_for_update().get(pk=pk)
    if row.ends_soon(months.today(desk_id)) and row.told_end_on != row.ends_on:
        row.told_end_on = row.ends_on
        row.save(update_fields=["told_end_on"])
        emit(AgreementEnding(agreement=row.pk, ends_on=row.ends_on.isoformat()), actor=SYSTEM, desk_id=desk_id)
