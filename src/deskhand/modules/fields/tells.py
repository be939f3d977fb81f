"""What the module says of itself before it is switched."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from deskhand.kernel import slots
from deskhand.kernel.growing import Tells
from deskhand.modules.fields.models import Field, Value
from deskhand.modules.fields.querysets import MODULE


def kept(desk_id: int) -> str:
    """Fields."""
    n = Field.objects.within(desk_id).count()
    return ngettext("%(n)s field", "%(n)s fields", n) % {"n": n} if n else ""


def hidden(desk_id: int) -> list[str]:
    """Tickets with answers."""
    n = Value.objects.within(desk_id).values("ticket_id").distinct().count()
    words = ngettext("%(n)s ticket has answers in fields.", "%(n)s tickets have answers in fields.", n)
    return [words % {"n": n}] if n else []


slots.fill(
    "module_tells",
    Tells(
        requesters=(_("The form asks what you want to know of a request."),),
        agents=(
            _("Fields stand beside each ticket, in the list and in the search."),
            _("Templates fill a new ticket in."),
        ),
        leads=(
            _("A field can be needed before a ticket is resolved."),
            _("The priority can follow from impact and urgency."),
        ),
        picture=_("The list of a desk's own fields, with their kinds and where they are asked."),
        kept=kept,
        hidden=hidden,
    ),
    module=MODULE,
)
