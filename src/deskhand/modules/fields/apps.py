"""Custom fields: what a desk wants to know of its tickets besides."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deskhand.kernel import modules

if TYPE_CHECKING:
    from deskhand.kernel.actor import Actor


class FieldsConfig(modules.ModuleConfig):
    """See :class:`deskhand.kernel.modules.ModuleConfig`."""

    name = "deskhand.modules.fields"
    label = "fields"
    title = _("Custom fields")
    description = _("Questions of your own on tickets, categories, templates, and priority by impact and urgency.")
    icon = "sliders-horizontal"
    preset = "service_desk"
    brings: ClassVar[Mapping[str, str | Promise]] = {"itsm": _("Priority by impact and urgency")}

    def preset_chosen(self, desk_id: int, preset: str, *, actor: Actor) -> None:
        from deskhand.modules.fields.actions import go_with_preset

        go_with_preset(actor=actor, desk_id=desk_id, preset=preset)

    def has_brought(self, desk_id: int, preset: str) -> bool:
        from deskhand.modules.fields.models import Matrix

        return preset not in self.brings or Matrix.objects.within(desk_id).filter(is_on=True).exists()
