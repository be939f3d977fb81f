"""The time module."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from deskhand.kernel import modules


class TimeConfig(modules.ModuleConfig):
    name = "deskhand.modules.time"
    label = "time"
    title = _("Time tracking")
    description = _("Time worked on tickets, by a timer or typed, with sums and an export.")
    icon = "timer"
    preset = "service_desk"
