"""The entries in the list of settings: three tabs of one entry."""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext_lazy as _

from deskhand.kernel import slots
from deskhand.modules.fields.forms import FieldForm, TemplateForm
from deskhand.modules.fields.querysets import MODULE
from deskhand.tickets.module_settings import ModuleSettingsEntry

_entry = partial(ModuleSettingsEntry, permission="fields.configure", entry=_("Custom fields"))

_PAGES = (
    _entry(
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
    _entry(
        name="fields:templates",
        code="ticket-templates",
        label=_("Ticket templates"),
        changes=_("with what agents can begin a ticket."),
        facts=("template.edited",),
        forms=(TemplateForm,),
        form_at="fields:new_template",
        labels={"values": _("Custom fields"), "is_archived": _("Archived")},
    ),
    _entry(
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
