"""What waits on a ticket beside its messages: answers that have not left, and drafts that colleagues share.

Both are rare, so the page of a ticket asks for a mark of each along with the ticket, and reads rows only where there is
something to read. A mark differs whenever something was added or went.
"""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, Subquery, Sum

from deskhand.tickets.models import Draft, Held


def held_mark() -> Any:
    """To annotate tickets with: the sum of the ids of answers that have not left, else None."""
    rows = Held.objects.beyond_walls("joined to the ticket that is read").filter(ticket_id=OuterRef("pk"))
    return _total(rows)


def shared_mark() -> Any:
    """To annotate tickets with: the sum of the ids of drafts that are shared on it, else None."""
    rows = Draft.objects.beyond_walls("joined to the ticket that is read")
    return _total(rows.filter(ticket_id=OuterRef("pk"), is_shared=True))


def _total(rows: Any) -> Subquery:
    return Subquery(rows.order_by().values("ticket_id").annotate(total=Sum("pk")).values("total"))
