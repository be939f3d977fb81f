"""What the module says of itself before it is switched."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from deskhand.kernel import slots
from deskhand.kernel.growing import Tells
from deskhand.modules.cases.models import CaseClass
from deskhand.modules.cases.querysets import MODULE


def kept(desk_id: int) -> str:
    """Classes. How many cases there are is not for everybody who switches modules."""
    n = CaseClass.objects.within(desk_id).count()
    return ngettext("%(n)s class of cases", "%(n)s classes of cases", n) % {"n": n} if n else ""


slots.fill(
    "module_tells",
    Tells(
        requesters=(_("“Open a case” in the portal's menu, where a class is offered to them."),),
        agents=(_("A case file beside each ticket, and a list of the cases that they may read."),),
        leads=(_("Classes of cases: who reads them, who never does, how long they are kept."),),
        picture=_("The list of cases with their classes; what is confidential says so."),
        kept=kept,
    ),
    module=MODULE,
)
