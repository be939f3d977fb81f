"""What the module says of itself before it is switched."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from deskhand.kernel import slots
from deskhand.kernel.growing import Tells
from deskhand.modules.approvals.models import Approval, Policy
from deskhand.modules.approvals.models import State as ApprovalState
from deskhand.modules.approvals.querysets import MODULE
from deskhand.tickets.models import Kind, Ticket


def kept(desk_id: int) -> str:
    """Policies."""
    n = Policy.objects.within(desk_id).count()
    return ngettext("%(n)s policy", "%(n)s policies", n) % {"n": n} if n else ""


def hidden(desk_id: int) -> list[str]:
    """What waits for an answer."""
    n = Approval.objects.within(desk_id).filter(state=ApprovalState.OPEN).count()
    words = ngettext(
        "%(n)s approval waits for an answer; it stays, and goes on when it is on again.",
        "%(n)s approvals wait for an answer; they stay, and go on when it is on again.",
        n,
    )
    return [words % {"n": n}] if n else []


def simulation(desk_id: int, since: datetime) -> list[str]:
    """What could have been asked."""
    rows = Ticket.objects.within(desk_id).listed().filter(created_at__gte=since)
    n = rows.filter(kind=Kind.SERVICE_REQUEST).count()
    words = ngettext(
        "%(n)s ticket was a service request, for which somebody could have been asked.",
        "%(n)s tickets were service requests, for which somebody could have been asked.",
        n,
    )
    return [words % {"n": n}, gettext("Nobody would have been asked by itself: an agent, an item or a plan asks.")]


slots.fill(
    "module_tells",
    Tells(
        requesters=(_("Who is asked decides on a page, on the phone, or from the mail."),),
        agents=(_("They ask for an approval beside the ticket, and see who has decided."),),
        leads=(_("Policies say who decides, in which order, and by when."),),
        reacts=(
            _("Whoever is asked gets a letter, and reminders until the time is over."),
            _("What was approved and is then changed is asked anew."),
        ),
        picture=_("A request for approval: what is wanted, what it costs, and the buttons to decide."),
        kept=kept,
        hidden=hidden,
        simulation=simulation,
    ),
    module=MODULE,
)
