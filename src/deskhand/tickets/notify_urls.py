"""Addresses of the bell, and of what one wants to hear. The pages belong to notifications, but they stand in the
workspace's frame, which only tickets and what is above them know."""

from __future__ import annotations

from django.urls import URLPattern, path

from deskhand.tickets.views import notification_choices, notifications, stopping

app_name = "notify"

urlpatterns: list[URLPattern] = [
    path("agent/notifications/", notifications.listed, name="list"),
    path("agent/notifications/read", notifications.read, name="read"),
    path("agent/notifications/unread", notifications.unread, name="unread"),
    path("agent/notifications/news", notifications.news, name="news"),
    path("notifications/stop/<str:token>/", stopping.stop, name="stop"),
    path("me/notifications/", notification_choices.choices, name="preferences"),
    path("me/notifications/rhythm/", notification_choices.rhythm, name="rhythm"),
]
