"""Addresses of files, under /files/."""

from __future__ import annotations

from django.urls import URLPattern, path

from deskhand.tickets.views import files

app_name = "files"

urlpatterns: list[URLPattern] = [path("<str:key>/<str:name>", files.one, name="file")]
