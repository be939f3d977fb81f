"""The entries in the list of settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk
from deskhand.kernel import slots
from deskhand.kernel.actor import Actor
from deskhand.webhooks.forms import WebhookForm
from deskhand.webhooks.models import Stopped, Webhook

THIS_DESK = _("This desk")
PROGRAMS = _("Programs")


@dataclass(frozen=True)
class ProgramsPage:
    """A page about programs that work with the desk; both are tabs of one entry."""

    label: str | Promise
    code: str
    name: str
    permission: str
    changes: str | Promise
    facts: tuple[str, ...]
    forms: tuple[Any, ...] = ()
    verbs: Mapping[str, str | Promise] = field(default_factory=dict, compare=False)
    labels: Mapping[str, str | Promise] = field(default_factory=dict, compare=False)

    group = THIS_DESK
    entry = PROGRAMS

    def url(self, desk: Desk | None) -> str:
        return reverse(self.name, args=[desk.key if desk else ""])

    def form_url(self, desk: Desk | None) -> str:
        return self.url(desk)

    def shown_to(self, actor: Actor, desk: Desk | None) -> bool:
        return desk is not None and desk.pk in actor.desks_with(self.permission)

    def alert(self, desk: Desk | None) -> int:
        """How many webhooks Deskhand had to stop."""
        if desk is None or self.code != "webhooks":
            return 0
        stopped = Webhook.objects.within(desk).filter(stopped__in=(Stopped.GONE, Stopped.FAILING))
        return int(stopped.count())


slots.fill(
    "settings_page",
    ProgramsPage(
        label=_("Webhooks"),
        code="webhooks",
        name="webhooks:list",
        permission="webhooks.edit",
        changes=_("which servers are told of what happens on this desk, within seconds."),
        facts=("webhook.created", "webhook.changed", "webhook.rotated", "webhook.disabled", "webhook.deleted"),
        forms=(WebhookForm,),
        verbs={"rotated": _("new secret"), "disabled": _("stopped by Deskhand")},
        labels={"stopped": _("Send events")},
    ),
    order=19,
)
slots.fill(
    "settings_page",
    ProgramsPage(
        label=_("API tokens"),
        code="tokens",
        name="webhooks:tokens",
        permission="tokens.of_desk",
        changes=_("which programs work on this desk in somebody’s name. Cutting one off counts at once."),
        facts=("desk.token_cut_off",),
        verbs={"token_cut_off": _("token cut off")},
    ),
    order=20,
)
