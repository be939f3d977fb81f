"""What the module says of itself before it is switched."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from deskhand.kernel import clock, slots
from deskhand.kernel.growing import Tells
from deskhand.modules.announcements.models import Announcement
from deskhand.modules.announcements.querysets import MODULE


def kept(desk_id: int) -> str:
    """Announcements, past ones too."""
    n = Announcement.objects.within(desk_id).count()
    return ngettext("%(n)s announcement", "%(n)s announcements", n) % {"n": n} if n else ""


def hidden(desk_id: int) -> list[str]:
    """What is shown now."""
    now = clock.now()
    rows = Announcement.objects.within(desk_id).filter(starts_at__lte=now)
    n = sum(1 for one in rows.only("starts_at", "ends_at") if one.state(now) == "current")
    words = ngettext("%(n)s announcement is shown now.", "%(n)s announcements are shown now.", n)
    return [words % {"n": n}] if n else []


slots.fill(
    "module_tells",
    Tells(
        requesters=(
            _("Outages and maintenance stand above the portal."),
            _("While they write, an outage that fits is shown before they send."),
        ),
        agents=(_("What everybody should know stands above the list of tickets."),),
        leads=(_("They write announcements, and plan later texts and the end."),),
        picture=_("The portal with an outage above the search."),
        kept=kept,
        hidden=hidden,
    ),
    module=MODULE,
)
