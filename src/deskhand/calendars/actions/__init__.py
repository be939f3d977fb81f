"""Every verb on business calendars."""

from deskhand.calendars.actions.choose import choose_calendar
from deskhand.calendars.actions.keep import change_calendar, create_calendar, restore_calendar, retire_calendar
from deskhand.calendars.actions.renew import renew_public_days

__all__ = [
    "change_calendar",
    "choose_calendar",
    "create_calendar",
    "renew_public_days",
    "restore_calendar",
    "retire_calendar",
]
