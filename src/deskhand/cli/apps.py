"""The last app to be ready: everything has declared itself, so the conventional files can be loaded."""

from __future__ import annotations

from django.apps import AppConfig

from deskhand.kernel import modules


class CliConfig(AppConfig):
    name = "deskhand.cli"
    label = "cli"

    def ready(self) -> None:
        modules.load_houses()
