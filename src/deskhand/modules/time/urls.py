"""Addresses of time. The name of the app is the module's: so its pages answer 404 where it is off."""

from __future__ import annotations

from django.urls import URLPattern, path

from deskhand.modules.time.views import activities, desk, entries, ticket

app_name = "time"

urlpatterns: list[URLPattern] = [
    path("agent/tickets/<int:number>/time/", ticket.entries, name="ticket"),
    path("agent/tickets/<int:number>/time/start/", ticket.start, name="start"),
    path("agent/tickets/<int:number>/time/pause/", ticket.pause, name="pause"),
    path("agent/tickets/<int:number>/time/stop/", ticket.stop, name="stop"),
    path("agent/tickets/<int:number>/time/discard/", ticket.discard, name="discard"),
    path("agent/<slug:desk>/time/", desk.report, name="report"),
    path("agent/<slug:desk>/time/export/", desk.file, name="export"),
    path("agent/<slug:desk>/time/entries/<int:pk>/", entries.edit, name="entry"),
    path("agent/<slug:desk>/time/entries/<int:pk>/remove/", entries.remove, name="remove"),
    path("agent/<slug:desk>/time/entries/<int:pk>/restore/", entries.restore, name="restore"),
    path("agent/<slug:desk>/time/activities/", activities.activities, name="activities"),
    path("agent/<slug:desk>/time/activities/<int:pk>/", activities.activities, name="activity"),
    path("agent/<slug:desk>/time/activities/<int:pk>/retire/", activities.retire, name="retire"),
    path("agent/<slug:desk>/time/activities/<int:pk>/offer/", activities.offer, name="offer"),
]
