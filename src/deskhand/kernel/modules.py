"""What a module is, and how apps load the files with conventional names.

Import this module as a whole in ``apps.py`` (``from deskhand.kernel import modules``): a second AppConfig class in
the namespace of an ``apps.py`` would make Django choose silently.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Sequence
from typing import ClassVar

from django.apps import AppConfig, apps
from django.utils.functional import Promise

EARLY_FILES = ("permissions", "events", "slots")
"""Loaded for every app before any of the others: they declare what others refer to."""

CONVENTIONAL_FILES = (
    "reactions",
    "panels",
    "nav",
    "columns",
    "query_fields",
    "mail_filters",
    "notifications",
    "notification_kinds",
    "search",
    "reports",
    "jobs",
    "schedules",
    "fills",
)
"""Loaded for every app once all apps have declared their slots."""


class CoreConfig(AppConfig):
    """An app of the house. Its conventional files are loaded by :func:`load_houses`."""

    default_auto_field = "django.db.models.BigAutoField"


class ModuleConfig(CoreConfig):
    """A switchable room. ``name`` is ``deskhand.modules.<label>``."""

    title: ClassVar[str | Promise] = ""
    description: ClassVar[str | Promise] = ""
    icon: ClassVar[str] = "package"
    requires: ClassVar[Sequence[str]] = ()

    def switched_on(self, desk_id: int) -> None:
        """Catch up with what already exists on the desk. May run again at any time."""


def installed() -> list[ModuleConfig]:
    """All bundled modules, by label."""
    found = [config for config in apps.get_app_configs() if isinstance(config, ModuleConfig)]
    return sorted(found, key=lambda config: config.label)


def module(label: str) -> ModuleConfig | None:
    return next((config for config in installed() if config.label == label), None)


def load_houses() -> None:
    """Load the conventional files of all apps, declarations first, then seal the slots."""
    from deskhand.kernel import slots

    houses = [config for config in apps.get_app_configs() if isinstance(config, CoreConfig)]
    for names in (EARLY_FILES, CONVENTIONAL_FILES):
        for config in houses:
            for name in names:
                load_if_there(f"{config.name}.{name}")
    slots.seal()


def load_if_there(path: str) -> None:
    if is_there(path):
        importlib.import_module(path)


def is_there(path: str) -> bool:
    """True if the program has a Python module of that path."""
    return importlib.util.find_spec(path) is not None
