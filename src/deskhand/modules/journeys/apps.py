"""The module of journeys."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from deskhand.kernel import modules


class JourneysConfig(modules.ModuleConfig):
    name = "deskhand.modules.journeys"
    label = "journeys"
    title = _("Journeys")
    description = _("Somebody joins, moves or leaves: one timeline, and each desk does its part by its day.")
    icon = "map-pin"
    requires = ("fulfilment",)
    preset = "enterprise"

    def switched_on(self, desk_id: int) -> None:
        """What came due or ended while it was off counts now."""
        from deskhand.modules.journeys.jobs import look_again_on

        look_again_on.put(desk_id=desk_id, of_desk=desk_id)
