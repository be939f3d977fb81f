"""On or off: the one place that answers it.

The state of all switches is read together and kept per process for :data:`FRESH_SECONDS`; a row with a version tells
whether it changed. A fresh installation has every module off.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import F

from deskhand.kernel import clock, modules
from deskhand.kernel.errors import Invalid

FRESH_SECONDS = 1.0
"""How old the kept state may be, in seconds: the longest time until another process notices a switch."""


@dataclass
class _Kept:
    version: int = -1
    looked_at: float = 0.0
    on: frozenset[tuple[str, int]] = field(default_factory=frozenset)


_kept = _Kept()
_lock = threading.Lock()


def is_on(module: str, desk_id: int | None) -> bool:
    """True if the module is on for the desk; without a desk, if it is on for any."""
    if desk_id is None:
        return is_on_anywhere(module)
    return (module, desk_id) in _current().on


def is_on_anywhere(module: str) -> bool:
    return any(label == module for label, _desk in _current().on)


def desks_with(module: str) -> list[int]:
    """Ids of the desks that have the module on."""
    return sorted(desk for label, desk in _current().on if label == module)


def version() -> int:
    """Grows with every change of any switch; caches can be keyed by it."""
    return _current().version


def forget() -> None:
    """Read again at the next question (tests, and the process that switched)."""
    _kept.looked_at, _kept.version = 0.0, -1


def touch() -> None:
    """Tell every process that what it keeps by :func:`version` is old. In the caller's transaction."""
    from deskhand.kernel.models import SwitchVersion

    SwitchVersion.objects.get_or_create(pk=1)
    SwitchVersion.objects.filter(pk=1).update(version=F("version") + 1)
    forget()
    transaction.on_commit(forget)


def is_surely_on(module: str, desk_id: int | None) -> bool:
    """The same, read anew, and true until the caller's transaction ends: whoever switches waits for it."""
    from deskhand.kernel.models import SwitchVersion

    list(SwitchVersion.objects.select_for_update().filter(pk=1))
    forget()
    return is_on(module, desk_id)


def switch(module: str, desk_id: int, on: bool) -> bool:
    """Set one switch inside the caller's transaction. Returns whether it changed.

    Raises :class:`Invalid` when another module that is on needs this one, or this one needs another that is off.
    """
    from deskhand.kernel.models import ModuleSwitch

    config = modules.module(module)
    if config is None:
        known = ", ".join(one.label for one in modules.installed())
        raise Invalid(f"There is no module {module!r}. Known modules: {known}.")
    _check_needs(config, desk_id, on)
    with transaction.atomic():
        row, _made = ModuleSwitch.objects.select_for_update().get_or_create(module=module, desk_id=desk_id)
        if row.is_on == on:
            return False
        row.is_on, row.changed_at = on, clock.now()
        row.save(update_fields=["is_on", "changed_at"])
        touch()
    if on:
        config.switched_on(desk_id)
    return True


def _check_needs(config: modules.ModuleConfig, desk_id: int, on: bool) -> None:
    if on:
        missing = [label for label in config.requires if not is_on(label, desk_id)]
        if missing:
            raise Invalid(f"{config.label} needs {', '.join(missing)}: switch that on first.")
        return
    needing = [one.label for one in modules.installed() if config.label in one.requires and is_on(one.label, desk_id)]
    if needing:
        raise Invalid(f"{config.label} is needed by {', '.join(needing)}: switch that off first.")


def _current() -> _Kept:
    if time.monotonic() - _kept.looked_at < FRESH_SECONDS:
        return _kept
    with _lock:
        _read()
    return _kept


def _read() -> None:
    from deskhand.kernel.models import ModuleSwitch, SwitchVersion

    found = SwitchVersion.objects.filter(pk=1).values_list("version", flat=True).first() or 0
    if found != _kept.version:
        _kept.on = frozenset(ModuleSwitch.objects.filter(is_on=True).values_list("module", "desk_id"))
        _kept.version = found
    _kept.looked_at = time.monotonic()
