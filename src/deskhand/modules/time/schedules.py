"""What happens to time entries by the clock."""

from deskhand.jobs.schedule import every
from deskhand.modules.time.jobs import sweep_removed

every(24 * 3600, sweep_removed)
