"""Tasks go with their ticket to another desk; people and teams of the former one do not."""

from __future__ import annotations

from django.db.models import F

from deskhand.accounts.models import DeskRole
from deskhand.kernel.permissions import STAFF
from deskhand.modules.tasks.models import Task


def free_foreign(*, desk_id: int, ticket_id: int | None = None) -> None:
    """Tasks of the desk's tickets (of one of them) are nobody's if whoever has them does not serve the desk, and no
    team's if that is of another desk. Part of a ticket's move, which the ticket's own fact tells. May run again."""
    rows = Task.objects.within(desk_id)
    if ticket_id is not None:
        rows = rows.filter(ticket_id=ticket_id)
    serving = DeskRole.objects.filter(desk_id=desk_id, role__in=STAFF).values("person_id")
    rows.exclude(assignee=None).exclude(assignee_id__in=serving).update(assignee=None)
    foreign = rows.exclude(team=None).exclude(team__desk_id=F("ticket__desk_id"))
    Task.objects.within(desk_id).filter(pk__in=list(foreign.values_list("pk", flat=True))).update(team=None)
