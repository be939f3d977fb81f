"""The entries in the list of settings: three tabs of one entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk
from deskhand.kernel import slots
from deskhand.kernel.actor import Actor
from deskhand.modules.fields.forms import FieldForm, TemplateForm
from deskhand.modules.fields.querysets import MODULE

OF_MODULES = _("Modules of this desk")
ENTRY = _("Custom fields")


@dataclass(frozen=True, kw_only=True)
class SettingsEntry:
    """A page of the module. See the slot ``settings_page``."""

    name: str
    code: str
    label: Any
    changes: Any
    facts: tuple[str, ...]
    forms: tuple[Any, ...] = ()
    form_at: str = ""
    verbs: Mapping[str, Any] = field(default_factory=dict, compare=False)
    labels: Mapping[str, Any] = field(default_factory=dict, compare=False)
    group: Any = OF_MODULES
    entry: Any = ENTRY

    def url(self, desk: Desk) -> str:
        return reverse(self.name, args=[desk.key])

    def form_url(self, desk: Desk) -> str:
        return reverse(self.form_at or self.name, args=[desk.key])

    def shown_to(self, actor: Actor, desk: Desk | None) -> bool:
        return desk is not None and actor.may("fields.configure", desk.pk)


_PAGES = (
    SettingsEntry(
        name="fields:list",
        code="fields",
        label=_("Custom fields"),
        changes=_("what this desk asks of its tickets besides, in forms, lists and the search, from now on."),
        facts=("field.created", "field.changed", "field.archived", "field.restored", "option.edited"),
        forms=(FieldForm,),
        form_at="fields:new",
        verbs={"archived": _("archived"), "restored": _("asked again")},
        labels={"position": _("Order"), "is_archived": _("Archived"), "parent": _("Below")},
    ),
    SettingsEntry(
        name="fields:templates",
        code="ticket-templates",
        label=_("Ticket templates"),
        changes=_("with what agents can begin a ticket."),
        facts=("template.edited",),
        forms=(TemplateForm,),
        form_at="fields:new_template",
        labels={"values": _("Custom fields"), "is_archived": _("Archived")},
    ),
    SettingsEntry(
        name="fields:matrix",
        code="priority-matrix",
        label=_("Priority by impact and urgency"),
        changes=_(
            "which priority tickets get whose impact and urgency somebody fills in. One that a person chose stays."
        ),
        facts=("matrix.changed",),
        labels={"cells": _("Priorities"), "is_on": _("In use")},
    ),
)
for _order, _page in enumerate(_PAGES):
    slots.fill("settings_page", _page, module=MODULE, order=61 + _order)
