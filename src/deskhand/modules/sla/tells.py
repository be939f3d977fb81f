"""What the module says of itself before it is switched."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from deskhand.kernel import clock, slots
from deskhand.kernel.growing import Tells
from deskhand.modules.sla import simulating
from deskhand.modules.sla.engine.rules import Rulebook
from deskhand.modules.sla.engine.values import MISSED
from deskhand.modules.sla.models import Clock, Policy
from deskhand.modules.sla.models.policy import Level
from deskhand.tickets.as_it_was import stories_of
from deskhand.tickets.models import Ticket
from deskhand.web import numbers

TRIED_TICKETS = 200
"""Newest tickets that a simulation on the page Grow judges."""

numbers.tell(sla_tried_tickets=TRIED_TICKETS)


def kept(desk_id: int) -> str:
    """Policies."""
    n = Policy.objects.within(desk_id).filter(put_away_at=None).count()
    return ngettext("%(n)s policy", "%(n)s policies", n) % {"n": n} if n else ""


def hidden(desk_id: int) -> list[str]:
    """Clocks that run."""
    n = Clock.objects.within(desk_id).filter(ended_at=None).count()
    words = ngettext(
        "%(n)s clock is out of sight; on again, it stands where it would have stood.",
        "%(n)s clocks are out of sight; on again, they stand where they would have stood.",
        n,
    )
    return [words % {"n": n}] if n else []


def simulation(desk_id: int, since: datetime) -> list[str]:
    """The desk's policies against its newest tickets; without policies, how fast it was."""
    rows = Ticket.objects.within(desk_id).listed().filter(created_at__gte=since).order_by("-created_at", "-pk")
    tried = list(rows[:TRIED_TICKETS])
    book = simulating.rules_of(desk_id, Level.SLA)
    if not tried:
        return [gettext("No ticket came in this time.")]
    if not book:
        return _speed(tried)
    found = simulating.compare(stories_of(tried), Rulebook(book), Rulebook(book), clock.now())
    outcomes = sum(found.before.values(), Counter[str]())
    n, late = outcomes.total(), outcomes[MISSED] + outcomes[simulating.OVERDUE]
    words = ngettext(
        "On the newest %(tickets)s tickets, your policies would have started %(n)s clock, and %(late)s would be late.",
        "On the newest %(tickets)s tickets, your policies would have started %(n)s clocks, and %(late)s would be late.",
        n,
    )
    return [words % {"tickets": len(tried), "n": n, "late": late}]


def _speed(tried: list[Ticket]) -> list[str]:
    said = [gettext("There is no policy yet: no clock would have started, and nobody would have been warned.")]
    waits = sorted(one.first_replied_at - one.created_at for one in tried if one.first_replied_at)
    if waits:
        hours = round(waits[len(waits) // 2].total_seconds() / 3600)
        words = ngettext(
            "Half of the tickets that were answered had their first answer within %(n)s hour.",
            "Half of the tickets that were answered had their first answer within %(n)s hours.",
            max(1, hours),
        )
        said.append(words % {"n": max(1, hours)})
    return said


slots.fill(
    "module_tells",
    Tells(
        requesters=(_("They read by when they can expect an answer, where a policy tells them."),),
        agents=(_("A clock on each ticket and in the list, with the reason why it is due then."),),
        leads=(_("What was kept and missed, warnings before it is late, and reviews on paper."),),
        reacts=(
            _("Clocks start, pause and end with what happens on a ticket, from its first day on."),
            _("Before a promise is missed, those whom the policy names are warned."),
        ),
        picture=_("Which promises were kept and missed, and what is due next."),
        kept=kept,
        hidden=hidden,
        simulation=simulation,
    ),
    module="sla",
)
