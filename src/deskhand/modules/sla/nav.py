"""The entry in the list of settings."""

from __future__ import annotations

from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from deskhand.accounts.models import Desk
from deskhand.kernel import slots
from deskhand.kernel.actor import Actor
from deskhand.modules.sla.forms import PolicyForm
from deskhand.modules.sla.querysets import MODULE
from deskhand.web import links


class PoliciesEntry:
    """The desk's policies, listed among the settings."""

    group = _("Modules of this desk")
    label = _("Service levels")
    code = "service-levels"
    changes = _("what this desk promises about time, from now on. What was promised until now stays as it is.")
    facts = ("sla_policy.edited",)
    forms = (PolicyForm,)
    labels: ClassVar = {
        "terms": _("What it promises"),
        "position": _("Place in the order"),
        "is_on": _("In use"),
        "put_away_at": pgettext_lazy("state", "Put away"),
    }

    def url(self, desk: Desk) -> str:
        return links.address("sla:policies", desk.key)

    def form_url(self, desk: Desk) -> str:
        return links.address("sla:new_policy", desk.key)

    def shown_to(self, actor: Actor, desk: Desk | None) -> bool:
        return desk is not None and actor.may("sla.policies", desk.pk)


slots.fill("settings_page", PoliciesEntry(), module=MODULE, order=65)
