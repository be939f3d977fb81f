"""Until when whoever reports without a name hears from the desk (directive (EU) 2019/1937, article 9): that the report
has arrived within seven days, and what is done about it within three months from then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from dateutil.relativedelta import relativedelta
from django.db.models import Count

from deskhand.kernel import clock
from deskhand.modules.cases.models import CaseFile
from deskhand.tickets.models import Message

RECEIPT = timedelta(days=7)
"""Within which the desk says that a report has arrived: with its first answer."""

FEEDBACK_MONTHS = 3
"""Months from then on within which it says what is done: with another answer, or with the end of the case."""


@dataclass(frozen=True)
class Deadline:
    """What is due next on a report. ``is_receipt``: that it has arrived; else what is done about it."""

    is_receipt: bool
    due_at: datetime
    is_over: bool


def next_of(files: Sequence[CaseFile]) -> dict[int, Deadline]:
    """What is due next, by the ids of the tickets; none where the class takes no such reports, and where all is said.
    One query for all."""
    open_ones = [one for one in files if one.case_class.takes_nameless and _goes_on(one)]
    ids = [one.ticket_id for one in open_ones]
    if not ids:
        return {}
    desks = {one.ticket.desk_id for one in open_ones}
    rows = Message.objects.within(desks).with_confidential("of cases that the reader reads").filter(ticket__in=ids)
    answers = rows.public().filter(side="agent").order_by().values("ticket_id").annotate(n=Count("pk"))
    said = dict(answers.values_list("ticket_id", "n"))
    found = {one.ticket_id: _next(one, said.get(one.ticket_id, 0)) for one in open_ones}
    return {pk: due for pk, due in found.items() if due is not None}


def _goes_on(file: CaseFile) -> bool:
    return file.ticket.resolved_at is None and file.ticket.closed_at is None


def _next(file: CaseFile, answers: int) -> Deadline | None:
    ticket, now = file.ticket, clock.now()
    if answers == 0:
        due = ticket.created_at + RECEIPT
        return Deadline(True, due, due < now)
    if answers == 1:
        due = (ticket.first_replied_at or ticket.created_at + RECEIPT) + relativedelta(months=FEEDBACK_MONTHS)
        return Deadline(False, due, due < now)
    return None
