"""What others ask approvals by: the slot ``approval_desk``."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from deskhand.kernel.actor import SYSTEM, Actor
from deskhand.kernel.errors import Invalid
from deskhand.modules.approvals import actions
from deskhand.modules.approvals.actions.asking import end_open
from deskhand.modules.approvals.models import Approval, Policy
from deskhand.tickets.approving import Offered
from deskhand.tickets.models import Ticket


class Approvals:
    """Fills :class:`deskhand.tickets.approving.ApprovalDesk`."""

    def policies(self, desk_id: int) -> Sequence[Offered]:
        """The policies in use on the desk."""
        rows = Policy.objects.within(desk_id).in_use().order_by("name")
        return [Offered(code=code, name=title) for code, title in rows.values_list("code", "name")]

    def ask(self, *, actor: Actor, ticket: Ticket, policy: str, key: str) -> None:
        """Begin an approval in the caller's transaction. Asked again with its key, what was edited is asked anew."""
        row = Policy.objects.within(ticket.desk_id).in_use().filter(code=policy).first()
        if row is None:
            raise Invalid(_("This desk has no approval policy of that name any more."))
        actions.ask(actor=actor, ticket=ticket, policy=row, key=key)

    def withdraw(self, *, actor: Actor, ticket: Ticket, key: str) -> None:
        """Ask no more. Nothing where it was decided, or never asked."""
        row = Approval.objects.within(ticket.desk_id).open().filter(ticket=ticket, key=key).first()
        if row is not None:
            end_open(actor=actor if actor.person_id else SYSTEM, approval=row, because="asker")
