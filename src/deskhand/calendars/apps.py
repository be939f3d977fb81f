"""The calendars app."""

from __future__ import annotations

from deskhand.kernel import modules


class CalendarsConfig(modules.CoreConfig):
    name = "deskhand.calendars"
    label = "calendars"
