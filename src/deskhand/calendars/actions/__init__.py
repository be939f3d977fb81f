"""Every verb on business calendars."""

from deskhand.calendars.actions.choose import choose_calendar
from deskhand.calendars.actions.fetch import set_feed, take_in
from deskhand.calendars.actions.keep import (
    change_calendar,
    create_calendar,
    drop_plans,
    restore_calendar,
    retire_calendar,
)
from deskhand.calendars.actions.renew import renew_public_days

__all__ = [
    "change_calendar",
    "choose_calendar",
    "create_calendar",
    "drop_plans",
    "renew_public_days",
    "restore_calendar",
    "retire_calendar",
    "set_feed",
    "take_in",
]
