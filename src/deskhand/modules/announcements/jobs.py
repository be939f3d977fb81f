"""Work of the module in the background."""

from __future__ import annotations

from deskhand.jobs.queue import job
from deskhand.jobs.schedule import every
from deskhand.kernel import switches
from deskhand.modules.announcements.actions.moments import note_moments
from deskhand.modules.announcements.querysets import MODULE

OFTEN_SECONDS = 60.0
"""How soon after a set time the facts of it are noted."""


@job()
def look_at_times() -> None:
    """Announcements that say something else by now, and those that are over."""
    note_moments(switches.desks_with(MODULE))


every(OFTEN_SECONDS, look_at_times)
