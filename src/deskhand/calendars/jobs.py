"""What calendars leave to the worker."""

from __future__ import annotations

from deskhand.calendars.actions import renew_public_days
from deskhand.calendars.models import CalendarVersion
from deskhand.jobs.queue import job


@job()
def renew_all_public_days() -> None:
    """Enter the public holidays of years that have come into reach, in every version that has a country."""
    found = CalendarVersion.objects.beyond_walls("calendars of every desk are renewed")
    for version_id in found.exclude(rules__country="").order_by("pk").values_list("pk", flat=True):
        renew_public_days(version_id=version_id)
