"""The entry in the list of settings, and what the palette offers of plans."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from deskhand.kernel import slots
from deskhand.modules.fulfilment.models import Plan
from deskhand.modules.fulfilment.querysets import MODULE
from deskhand.tickets.commands import GO, ON_TICKET, Command, Where
from deskhand.tickets.module_settings import ModuleSettingsEntry

OFFERED = 60
"""Plans that the palette offers; the panel has them all."""

PLANS = ModuleSettingsEntry(
    name="fulfilment:plans",
    code="plans",
    label=_("Fulfilment plans"),
    permission="fulfilment.plans",
    changes=_("how work on requests goes step by step, from now on. What runs keeps its version."),
    facts=("plan.edited", "plan.published"),
    entry=_("Fulfilment plans"),
    form_at="fulfilment:new_plan",
    verbs={"edited": _("changed"), "published": _("published")},
    labels={
        "made": _("Made"),
        "title": _("Name"),
        "draft": _("Draft"),
        "put_away": pgettext_lazy("state", "Put away"),
        "put_back": _("Put back"),
    },
)


def commands(where: Where) -> Iterator[Command]:
    """The plans that are stuck, and each plan that can be started on the ticket at hand."""
    ticket = where.ticket
    if where.desk is not None and where.may("fulfilment.steer"):
        url = reverse("fulfilment:stuck_plans", args=[where.desk.key])
        yield Command("go:stuck-plans", GO, _("Stuck plans"), "triangle-alert", url=url)
    if ticket is None or ticket.is_task or not where.may("fulfilment.run"):
        return
    post = reverse("fulfilment:start", args=[ticket.number])
    for pk, name in Plan.objects.within(ticket.desk_id).in_use().values_list("pk", "name")[:OFFERED]:
        words = _("Start the plan %(name)s") % {"name": name}
        yield Command(f"ticket:plan:{pk}", ON_TICKET, words, "git-compare", post=post, fields={"plan": str(pk)})


slots.fill("settings_page", PLANS, module=MODULE, order=67)
slots.fill("palette_command", commands, module=MODULE)
