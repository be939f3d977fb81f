"""The ways in: the portal's menu, and the policies among the settings."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.accounts.models import Desk
from deskhand.kernel import slots
from deskhand.modules.approvals.absences import stands_in_for
from deskhand.modules.approvals.models import Ask
from deskhand.modules.approvals.querysets import MODULE
from deskhand.portal.pages import actor_of
from deskhand.tickets.module_settings import ModuleSettingsEntry


def on_portal(request: HttpRequest, desk: Desk | None) -> dict[str, Any] | None:
    """For whoever was ever asked, or decides for somebody now: with how many wait. Two or three queries."""
    actor = actor_of(request)
    if actor.person_id is None:
        return None
    mine = Ask.objects.asked_of(actor, stands_in_for(actor.person_id))
    waiting = mine.waiting().count()
    if not waiting and not mine.exists():
        return None
    label = _("Approvals (%(n)s)") % {"n": waiting} if waiting else _("Approvals")
    return {"key": "approvals", "label": label, "url": reverse("approvals:list")}


POLICIES = ModuleSettingsEntry(
    name="approvals:policies",
    code="approval-policies",
    label=gettext_lazy("Approval policies"),
    permission="approvals.policies",
    changes=gettext_lazy("who must agree before something is done, and by when. What runs keeps what it began with."),
    facts=("approval_policy.saved", "approval_policy.put_away", "approval_policy.put_back"),
    entry=gettext_lazy("Approval policies"),
    verbs={
        "saved": gettext_lazy("saved"),
        "put_away": gettext_lazy("put away"),
        "put_back": gettext_lazy("put back"),
    },
)

slots.fill("portal_nav", on_portal, module=MODULE)
slots.fill("settings_page", POLICIES, module=MODULE, order=63)
