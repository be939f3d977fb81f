"""What a case must have before it ends: a word for how, if its class has such words."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from deskhand.kernel.actor import Actor
from deskhand.modules.cases.models import CaseFile
from deskhand.tickets.models import Category, Status, Ticket
from deskhand.tickets.status_gates import Missing

ENDS = (Category.RESOLVED, Category.CLOSED)
"""Where a case has ended. What is cancelled has not come to an end that could be named."""


def before_ending(actor: Actor, ticket: Ticket, to: Status) -> Iterator[Missing]:
    """The ending, where its class asks for one."""
    if to.category not in ENDS or ticket.category in ENDS:
        return
    rows = CaseFile.objects.within(ticket.desk_id).filter(ticket=ticket, ending="").still_here()
    found = rows.select_related("case_class").first()
    if found is not None and found.case_class.endings:
        yield Missing(
            "cases.ending", _("Say in the case file how it ended."), reverse("cases:file", args=[ticket.number])
        )
