"""The module of promises in time."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from deskhand.kernel import modules


class SlaConfig(modules.ModuleConfig):
    name = "deskhand.modules.sla"
    label = "sla"
    title = _("Service levels")
    description = _(
        "Promises in time: SLAs to requesters, OLAs between teams, contracts with suppliers. Each says why it is due."
    )
    icon = "timer"
    preset = "service_desk"

    def switched_on(self, desk_id: int) -> None:
        """Derive the clocks of the desk's tickets from their facts, in the background. What was to follow from warnings
        before it was off does not follow now."""
        from deskhand.modules.sla.actions.catching_up import catch_up
        from deskhand.modules.sla.actions.stepping import drop_waiting

        drop_waiting(desk_id)
        catch_up(desk_id=desk_id)
