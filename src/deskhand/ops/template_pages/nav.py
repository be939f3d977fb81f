"""The entry of the settings list: a tab beside the desk's general settings."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from deskhand.kernel import slots
from deskhand.ops.nav import GENERAL
from deskhand.ops.settings_list import THIS_DESK, DeskPage

_PAGE = DeskPage(
    group=THIS_DESK,
    entry=GENERAL,
    label=_("From a template"),
    name="ops:from_template",
    permission="desks.edit",
    changes=_("what this desk begins with. It adds what is missing and changes nothing that is there."),
    facts=("desk.template_applied",),
    verbs={"template_applied": _("added from a template")},
)

slots.fill("settings_page", _PAGE, order=12)
