"""The kernel as a Django app: it owns the event log and the module switches."""

from __future__ import annotations

from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "deskhand.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"
