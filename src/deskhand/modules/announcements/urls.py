"""Addresses of announcements. The name of the app is the module's: so its pages answer 404 where it is off."""

from __future__ import annotations

from django.urls import URLPattern, path

from deskhand.modules.announcements.views import affected, dismissals, following, pages

app_name = "announcements"

urlpatterns: list[URLPattern] = [
    path("agent/<slug:desk>/announcements/", pages.index, name="list"),
    path("agent/<slug:desk>/announcements/new/", pages.edit, name="new"),
    path("agent/<slug:desk>/announcements/<int:pk>/", pages.edit, name="edit"),
    path("agent/<slug:desk>/announcements/<int:pk>/end/", pages.end, name="end"),
    path("agent/<slug:desk>/announcements/<int:pk>/resume/", pages.resume, name="resume"),
    path("agent/<slug:desk>/announcements/<int:pk>/delete/", pages.delete, name="delete"),
    path("announcements/<int:pk>/", following.told, name="told"),
    path("announcements/<int:pk>/follow/", following.follow, name="follow"),
    path("announcements/<int:pk>/affected/", affected.affected, name="affected"),
    path("announcements/<int:pk>/dismiss/", dismissals.dismiss, name="dismiss"),
    path("announcements/<int:pk>/show-again/", dismissals.show_again, name="show_again"),
]
