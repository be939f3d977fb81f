"""Public holidays of the years that come, entered by Deskhand itself."""

from __future__ import annotations

from django.db import transaction

from deskhand.calendars import public_holidays
from deskhand.calendars.events import CalendarRenewed
from deskhand.calendars.models import CalendarVersion
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.events import emit


@transaction.atomic
def renew_public_days(*, version_id: int) -> int:
    """Bring a version's public holidays from tomorrow on to what is known now; days up to today stay as they are, so
    that nothing changes that was computed. Returns how many days were entered or taken out."""
    found = CalendarVersion.objects.beyond_walls("calendars of every desk are renewed").select_for_update(of=("self",))
    version = found.select_related("calendar").filter(pk=version_id).first()
    if version is None:
        return 0
    today = clock.now().date().isoformat()
    years = public_holidays.years_around(clock.now().year)
    known = public_holidays.days(version.rules["country"], version.rules["region"], years)
    kept = {on: name for on, name in version.public_days.items() if on <= today}
    coming = {on: name for on, name in public_holidays.as_kept(known).items() if on > today}
    renewed = {**kept, **coming}
    differing = len(set(renewed) ^ set(version.public_days))
    if differing:
        version.public_days = renewed
        version.save(update_fields=["public_days"])
        fact = CalendarRenewed(calendar=version.calendar_id, days=differing)
        emit(fact, actor=SYSTEM, desk_id=version.calendar.desk_id)
    return differing
