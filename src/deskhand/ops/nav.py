"""The entries of the settings list that belong to no module."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk
from deskhand.jobs.models import Job, JobState
from deskhand.kernel import slots
from deskhand.ops.settings_list import INSTALLATION, THIS_DESK, DeskPage, SitePage


def failed_jobs(_desk: Desk | None) -> int:
    """How many jobs failed for good."""
    return Job.objects.filter(state=JobState.DEAD).count()


_PAGES = (
    DeskPage(THIS_DESK, _("General"), "ops:desk", "desks.edit"),
    DeskPage(THIS_DESK, _("Modules"), "ops:modules", "modules.switch"),
    DeskPage(THIS_DESK, _("Teams"), "ops:teams", "teams.edit"),
    DeskPage(THIS_DESK, _("People and roles"), "ops:roles", "desks.roles"),
    DeskPage(THIS_DESK, _("Statuses"), "ops:statuses", "tickets.statuses"),
    DeskPage(THIS_DESK, _("Canned replies"), "ops:canned", "tickets.canned"),
    DeskPage(THIS_DESK, _("Organizations"), "ops:organizations", "organizations.edit"),
    DeskPage(THIS_DESK, _("Who may do what"), "ops:permissions", "permissions.view"),
)
_SITE_PAGES = (
    SitePage(INSTALLATION, _("Desks"), "ops:desks", "desks.create"),
    SitePage(INSTALLATION, _("Background work"), "ops:jobs", "jobs.view", failed_jobs),
    SitePage(INSTALLATION, _("Health and settings"), "ops:installation", "site.settings"),
)

for _place, _page in enumerate(_PAGES):
    slots.fill("settings_page", _page, order=10 + _place)
for _place, _site_page in enumerate(_SITE_PAGES):
    slots.fill("settings_page", _site_page, order=80 + _place)
