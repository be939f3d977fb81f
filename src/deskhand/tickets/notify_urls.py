"""Addresses of the bell, under /agent/. The pages belong to notifications, but they stand in the workspace's frame,
which only tickets and what is above them know."""

from __future__ import annotations

from django.urls import URLPattern, path

from deskhand.tickets.views import notifications

app_name = "notify"

urlpatterns: list[URLPattern] = [
    path("notifications/", notifications.listed, name="list"),
    path("notifications/read", notifications.read, name="read"),
    path("notifications/choices/", notifications.choices, name="preferences"),
]
