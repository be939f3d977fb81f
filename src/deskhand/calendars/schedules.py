"""What happens to calendars by the clock."""

from deskhand.calendars.jobs import renew_all_public_days
from deskhand.jobs.schedule import every

every(24 * 3600, renew_all_public_days)
