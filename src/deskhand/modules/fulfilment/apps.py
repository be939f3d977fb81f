"""The module of plans."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from deskhand.kernel import modules


class FulfilmentConfig(modules.ModuleConfig):
    name = "deskhand.modules.fulfilment"
    label = "fulfilment"
    title = _("Fulfilment plans")
    description = _("Work on a request goes step by step, each with its team: drawn once, carried out every time.")
    icon = "git-compare"
    preset = "service_desk"

    def switched_on(self, desk_id: int) -> None:
        """What was finished, moved or came due while it was off counts now."""
        from deskhand.modules.fulfilment.jobs import look_again_on

        look_again_on.put(desk_id=desk_id, of_desk=desk_id)
