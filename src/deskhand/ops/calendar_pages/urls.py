"""Addresses of the pages about business calendars, under /agent/settings/."""

from __future__ import annotations

from django.urls import URLPattern, path

from deskhand.ops.calendar_pages import choosing, pages

app_name = "calendars"

_SHARED = "installation/shared-calendars"
_OF_A_DESK = "<slug:desk>/calendars"

urlpatterns: list[URLPattern] = [
    path(f"{_SHARED}/", pages.shared, name="shared_list"),
    path(f"{_SHARED}/new/", pages.shared_calendar, name="shared_new"),
    path(f"{_SHARED}/<int:pk>/", pages.shared_calendar, name="shared_calendar"),
    path(f"{_SHARED}/<int:pk>/put-away/", pages.put_shared_away, name="shared_put_away"),
    path(f"{_SHARED}/<int:pk>/take-out/", pages.take_shared_out, name="shared_take_out"),
    path(f"{_SHARED}/<int:pk>/drop-plans/", pages.drop_shared_plans, name="shared_drop_plans"),
    path(f"{_SHARED}/<int:pk>/feed/", pages.shared_feed, name="shared_feed"),
    path(f"{_SHARED}/<int:pk>/closed-days.ics", pages.shared_closed_days, name="shared_closed_days"),
    path(f"{_OF_A_DESK}/", pages.calendars, name="list"),
    path(f"{_OF_A_DESK}/choose/", choosing.choose, name="choose"),
    path(f"{_OF_A_DESK}/new/", pages.calendar, name="new"),
    path(f"{_OF_A_DESK}/<int:pk>/", pages.calendar, name="calendar"),
    path(f"{_OF_A_DESK}/<int:pk>/put-away/", pages.put_away, name="put_away"),
    path(f"{_OF_A_DESK}/<int:pk>/take-out/", pages.take_out, name="take_out"),
    path(f"{_OF_A_DESK}/<int:pk>/drop-plans/", pages.drop_plans, name="drop_plans"),
    path(f"{_OF_A_DESK}/<int:pk>/feed/", pages.feed, name="feed"),
    path(f"{_OF_A_DESK}/<int:pk>/closed-days.ics", pages.closed_days, name="closed_days"),
]
