"""A letter with a link to decide came back: others may have read it, so the link decides nothing any more."""

from __future__ import annotations

from django.db import transaction

from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.events import emit
from deskhand.modules.approvals.events import ApprovalLinkReturned
from deskhand.modules.approvals.models import Ask, ReturnedLink
from deskhand.modules.approvals.tokens import Named


@transaction.atomic
def give_up_links(named: Named) -> None:
    """End the links that this person was given about this ask until now. May run again."""
    rows = Ask.objects.beyond_walls("a signed token names it").filter(pk=named.ask).select_related("approval")
    ask: Ask | None = rows.first()
    if ask is None:
        return
    known = ReturnedLink.objects.within(ask.approval.desk_id)
    row, is_new = known.update_or_create(ask=ask, holder=named.person, defaults={"at": clock.now()})
    if is_new:
        ticket = ask.approval.ticket_id
        fact = ApprovalLinkReturned(approval=ask.approval_id, ask=row.ask_id, holder=named.person, ticket=ticket)
        emit(fact, actor=SYSTEM, desk_id=ask.approval.desk_id)
