"""What people are told of cases: that there is one which they are to read. Nobody else hears of a confidential one, and
no team may have it yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.accounts.models import DeskRole
from deskhand.kernel.actor import Actor
from deskhand.kernel.permissions import STAFF
from deskhand.kernel.reactions import afterwards
from deskhand.modules.cases.events import CaseOpened
from deskhand.modules.cases.models import CaseFile
from deskhand.modules.cases.querysets import MODULE
from deskhand.notify.actions import tell
from deskhand.notify.kinds import Kind, Line, register
from deskhand.notify.models import Notification
from deskhand.tickets import veiled
from deskhand.tickets.telling_lines import write_lines

KIND = "case_opened"


def lines(rows: Sequence[Notification], actor: Actor) -> Mapping[int, Line]:
    """What was told of cases that the reader may still read. One query, however many there are."""
    files = CaseFile.objects.served_by(actor).filter(ticket__number__in={row.ticket_number for row in rows})
    tickets = {one.ticket.number: one.ticket for one in files.select_related("ticket")}
    found = {}
    for row in rows:
        ticket = tickets.get(row.ticket_number or 0)
        if ticket is not None:
            url = reverse("tickets:ticket", args=[ticket.number])
            line = Line(_("A case that you read is open"), ticket.subject, url, "folder-lock", mark=f"#{ticket.number}")
            found[row.pk] = veiled.line(ticket, line)
    return found


register(
    Kind(
        code=KIND,
        title=gettext_lazy("New case that I read"),
        detail=gettext_lazy("A confidential case is opened, and I am on its list."),
        lines=lines,
        write=write_lines,
        module=MODULE,
    )
)


@afterwards(CaseOpened)
def tell_its_readers(fact: CaseOpened) -> None:
    """Those on the list of a confidential case hear that it is there, unless they opened it, or hear of it anyway as of
    any new ticket."""
    rows = CaseFile.objects.beyond_walls("the fact names the ticket").select_related("ticket")
    found = rows.filter(ticket=fact.ticket, ticket__is_confidential=True, ticket__deleted_at=None).still_here().first()
    if found is None:
        return
    ticket = found.ticket
    listed = set(ticket.need_to_know.filter(is_excluded=False).values_list("person_id", flat=True))
    if ticket.team_id is None:
        hearing = DeskRole.objects.filter(desk_id=ticket.desk_id, role__in=STAFF, hears_of_new=True)
        listed -= set(hearing.values_list("person_id", flat=True))
    people = listed - {fact.meta.actor_id or 0, ticket.assignee_id or 0}
    if people:
        tell(kind=KIND, fact=fact, people=people, ticket_number=ticket.number)
