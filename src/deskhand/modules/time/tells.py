"""What the module says of itself before it is switched."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from deskhand.kernel import slots
from deskhand.kernel.growing import Tells
from deskhand.modules.time.models import Entry, Timer
from deskhand.modules.time.querysets import MODULE


def kept(desk_id: int) -> str:
    """Entries that count."""
    n = Entry.objects.within(desk_id).filter(removed_at=None).count()
    return ngettext("%(n)s time entry", "%(n)s time entries", n) % {"n": n} if n else ""


def hidden(desk_id: int) -> list[str]:
    """Timers that run."""
    n = Timer.objects.within(desk_id).exclude(started_at=None).count()
    return [ngettext("%(n)s timer runs.", "%(n)s timers run.", n) % {"n": n}] if n else []


slots.fill(
    "module_tells",
    Tells(
        requesters=(_("Nothing changes for them."),),
        agents=(_("A timer on each ticket, and a field to type time into."),),
        leads=(_("Sums by person, ticket and activity, with an export."),),
        reacts=(_("A timer ends when its ticket goes to another desk. Nothing else happens by itself."),),
        picture=_("Sums of time by person, ticket and activity."),
        kept=kept,
        hidden=hidden,
    ),
    module=MODULE,
)
