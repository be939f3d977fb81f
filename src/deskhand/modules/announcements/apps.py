"""The announcements module."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from deskhand.kernel import modules


class AnnouncementsConfig(modules.ModuleConfig):
    name = "deskhand.modules.announcements"
    label = "announcements"
    title = _("Announcements")
    description = _("Outages and maintenance on the portal and in the workspace.")
    icon = "megaphone"
    preset = "service_desk"
