"""What the module says of itself before it is switched."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from deskhand.kernel import slots
from deskhand.kernel.growing import Tells
from deskhand.modules.journeys.models import Blueprint, Journey
from deskhand.modules.journeys.querysets import MODULE


def kept(desk_id: int) -> str:
    """What journeys consist of."""
    n = Blueprint.objects.within(desk_id).count()
    return ngettext("%(n)s journey", "%(n)s journeys", n) % {"n": n} if n else ""


def hidden(desk_id: int) -> list[str]:
    """Journeys under way."""
    n = Journey.objects.within(desk_id).running().count()
    words = ngettext(
        "%(n)s journey is under way; it waits, and goes on when it is on again.",
        "%(n)s journeys are under way; they wait, and go on when it is on again.",
        n,
    )
    return [words % {"n": n}] if n else []


slots.fill(
    "module_tells",
    Tells(
        requesters=(_("Who joins, moves or leaves sees one timeline with their manager."),),
        agents=(_("A ticket that a journey opened says whose it is, and by which day it is needed."),),
        leads=(_("They write which desk does what by which day, and see who was ready on day one."),),
        reacts=(
            _("A journey opens a ticket on each desk that has accepted its part, on its day."),
            _("A resolved ticket lets begin what waits for it."),
        ),
        picture=_("A journey as a timeline: what each desk does, and by which day."),
        kept=kept,
        hidden=hidden,
    ),
    module=MODULE,
)
