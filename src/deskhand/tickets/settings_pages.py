"""Pages of the workspace that are settings, too."""

from __future__ import annotations

from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk
from deskhand.kernel.actor import Actor
from deskhand.tickets.macro_forms import MacroForm
from deskhand.tickets.macros import STEPS


class MacrosEntry:
    """The macros, listed among the settings for those who edit those of the desk."""

    group = _("This desk")
    entry = _("Canned replies and macros")
    label = _("Macros")
    code = section = "macros"
    changes = _("what agents can do to a ticket by one choice. What macros did before stays as it is.")
    facts = ("macro.edited",)
    forms = (MacroForm,)
    labels: ClassVar = {
        **STEPS,
        "created": _("made"),
        "position": _("Place in the list"),
        "team_of": _("For the team"),
        "is_active": _("Offered"),
    }

    def url(self, desk: Desk) -> str:
        return reverse("tickets:macros", args=[desk.key])

    def form_url(self, desk: Desk) -> str:
        return reverse("tickets:new_macro", args=[desk.key])

    def shown_to(self, actor: Actor, desk: Desk | None) -> bool:
        return desk is not None and actor.may("tickets.macros", desk.pk)
