"""The class of a case in the list of tickets."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from deskhand.kernel import slots
from deskhand.modules.cases.models import CaseFile
from deskhand.modules.cases.querysets import MODULE
from deskhand.tickets.columns import Column


def columns(desk_id: int, ticket_ids: Sequence[int]) -> list[Column]:
    """The class of each ticket of the page that is a case. One query; no column where none is."""
    rows = CaseFile.objects.within(desk_id).with_confidential("of tickets that the page shows").still_here()
    files = rows.filter(ticket_id__in=list(ticket_ids)).select_related("case_class")
    found = {one.ticket_id: one.case_class.shown_name for one in files}
    return [Column(_("Class"), found)] if found else []


slots.fill("ticket_column", columns, module=MODULE, order=64)
