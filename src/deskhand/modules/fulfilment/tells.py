"""What the module says of itself before it is switched."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from deskhand.kernel import slots
from deskhand.kernel.growing import Tells
from deskhand.modules.fulfilment.models import Plan, Run
from deskhand.modules.fulfilment.querysets import MODULE


def kept(desk_id: int) -> str:
    """Plans."""
    n = Plan.objects.within(desk_id).count()
    return ngettext("%(n)s plan", "%(n)s plans", n) % {"n": n} if n else ""


def hidden(desk_id: int) -> list[str]:
    """Plans under way."""
    n = Run.objects.within(desk_id).filter(ended_at=None).count()
    words = ngettext(
        "%(n)s plan is under way; it waits, and goes on when it is on again.",
        "%(n)s plans are under way; they wait, and go on when it is on again.",
        n,
    )
    return [words % {"n": n}] if n else []


slots.fill(
    "module_tells",
    Tells(
        requesters=(_("A request shows its stages and what comes next."),),
        agents=(_("A ticket shows its plan: which step is done, who has the next, and what is late."),),
        leads=(_("They draw plans: steps, teams, conditions and due times."),),
        reacts=(
            _("A plan begins when an agent starts it or an ordered item does."),
            _("A finished step opens the next, as a task for its team."),
        ),
        picture=_("A ticket's plan: what is done, what is under way, and what comes next."),
        kept=kept,
        hidden=hidden,
    ),
    module=MODULE,
)
