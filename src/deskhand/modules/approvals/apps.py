"""The approvals module."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from deskhand.kernel import modules


class ApprovalsConfig(modules.ModuleConfig):
    name = "deskhand.modules.approvals"
    label = "approvals"
    title = _("Approvals")
    description = _("Managers and others agree before something is done: on a page, on a phone, or from the mail.")
    icon = "circle-check"
    preset = "service_desk"

    def switched_on(self, desk_id: int) -> None:
        """What came due while it was off is looked at once, and what changed meanwhile is asked anew."""
        from deskhand.modules.approvals.actions.catching_up import catch_up

        catch_up(desk_id=desk_id)
