"""What a module is, and how apps load the files with conventional names.

Import this module as a whole in ``apps.py`` (``from deskhand.kernel import modules``): a second AppConfig class in
the namespace of an ``apps.py`` would make Django choose silently.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, ClassVar

from django.apps import AppConfig, apps
from django.utils.functional import Promise

from deskhand.kernel.config import ConfigError

if TYPE_CHECKING:
    from deskhand.kernel.actor import Actor

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
    "desk_template",
    "fills",
    "tells",
)
"""Loaded for every app once all apps have declared their slots."""


PRESETS = ("service_desk", "itsm", "enterprise")
"""The steps up from a help desk, each with all of the one before. A module joins one by naming it."""


class CoreConfig(AppConfig):
    """An app of the house. Its conventional files are loaded by :func:`load_houses`."""

    default_auto_field = "django.db.models.BigAutoField"


class ModuleConfig(CoreConfig):
    """A switchable room. ``name`` is its package: ``deskhand.modules.<label>``, or that of somebody else."""

    title: ClassVar[str | Promise] = ""
    description: ClassVar[str | Promise] = ""
    icon: ClassVar[str] = "package"
    requires: ClassVar[Sequence[str]] = ()
    preset: ClassVar[str] = ""
    """The first of :data:`PRESETS` that switches it on; empty for one that only its own switch does."""
    brings: ClassVar[Mapping[str, str | Promise]] = {}
    """What a preset sets up in the module besides switching it on, in words, by the preset that does it first."""

    def switched_on(self, desk_id: int) -> None:
        """Catch up with what already exists on the desk. May run again at any time.

        Jobs that were put while the module was on and came due while it was off are still parked when this runs
        (``deskhand.jobs.parking``): what it does not drop goes on afterwards.
        """

    def preset_chosen(self, desk_id: int, preset: str, *, actor: Actor) -> None:
        """The desk chose a preset (``help_desk`` or one of :data:`PRESETS`), and the module is on there now. Set up
        what :attr:`brings` tells of, or put it away, in the caller's transaction. May run again at any time."""

    def has_brought(self, desk_id: int, preset: str) -> bool:
        """Whether what :attr:`brings` names for the preset is there on the desk."""
        return True


def installed() -> list[ModuleConfig]:
    """All modules, the bundled and the further ones, by label."""
    found = [config for config in apps.get_app_configs() if isinstance(config, ModuleConfig)]
    return sorted(found, key=lambda config: config.label)


def module(label: str) -> ModuleConfig | None:
    return next((config for config in installed() if config.label == label), None)


@cache
def owner(path: str) -> str:
    """The label of the module to which a Python path belongs; empty for the core. Only once all apps are there."""
    return next((one.label for one in installed() if f"{path}.".startswith(f"{one.name}.")), "")


def load_houses() -> None:
    """Load the conventional files of all apps, declarations first, then seal the slots."""
    from deskhand.kernel import slots

    _need_modules()
    houses = [config for config in apps.get_app_configs() if isinstance(config, CoreConfig)]
    for names in (EARLY_FILES, CONVENTIONAL_FILES):
        for config in houses:
            for name in names:
                load_if_there(f"{config.name}.{name}")
    slots.seal()


def _need_modules() -> None:
    """Each package of the setting is a module, and does not take the name of another."""
    from django.conf import settings

    for name in settings.DESKHAND.further_modules:
        if name not in {one.name for one in installed()}:
            raise ConfigError(f"DESKHAND_MODULES names {name!r}, but {name}.apps has no ModuleConfig of that name.")


def load_if_there(path: str) -> None:
    if is_there(path):
        importlib.import_module(path)


def is_there(path: str) -> bool:
    """True if the program has a Python module of that path."""
    return importlib.util.find_spec(path) is not None
