"""The tasks module."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from deskhand.kernel import modules


class TasksConfig(modules.ModuleConfig):
    name = "deskhand.modules.tasks"
    label = "tasks"
    title = _("Tasks and checklists")
    description = _(
        "Steps on a ticket with assignee and due date, checklists, and tickets that come again by the calendar."
    )
    icon = "square-check"
    preset = "service_desk"

    def switched_on(self, desk_id: int) -> None:
        """Tickets that came from another desk while it was off here may have brought tasks of people of that desk."""
        from deskhand.modules.tasks.actions.moving import free_foreign

        free_foreign(desk_id=desk_id)
