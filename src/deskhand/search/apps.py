"""The word index as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "deskhand.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"
