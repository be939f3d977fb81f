"""What happens to calendars by the clock."""

from deskhand.calendars.jobs import fetch_feeds, renew_all_public_days
from deskhand.jobs.schedule import every

every(24 * 3600, renew_all_public_days)
every(3600, fetch_feeds)
