"""The module of cases."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from deskhand.kernel import modules


class CasesConfig(modules.ModuleConfig):
    name = "deskhand.modules.cases"
    label = "cases"
    title = _("Cases")
    description = _(
        "Case files about people, for desks such as HR: classes, who may read them, and how long they are kept."
    )
    icon = "folder-lock"
    preset = "enterprise"
