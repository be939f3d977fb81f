"""Addresses of the mail pages, under /agent/settings/."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "mail"

urlpatterns: list[URLPattern] = []
