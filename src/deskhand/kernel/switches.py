"""On or off: the one place that answers it.

The state of all switches is read together and kept per process for :data:`FRESH_SECONDS`; a row with a version tells
whether it changed. A fresh installation has every module off.
"""

from __future__ import annotations

import threading
import time
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import F

from deskhand.kernel import clock, modules
from deskhand.kernel.errors import Invalid

_T = TypeVar("_T")

FRESH_SECONDS = 1.0
"""How old the kept state may be, in seconds: the longest time until another process notices a switch."""

NEVER = float("-inf")
"""When nothing was looked at yet. Zero would be a moment: the clock of a machine that has just started begins there."""


@dataclass
class _Kept:
    version: int = -1
    looked_at: float = NEVER
    on: frozenset[tuple[str, int]] = field(default_factory=frozenset)
    others: dict[str, Any] = field(default_factory=dict)


_kept = _Kept()
_besides: list[Callable[[], None]] = []
_lock = threading.Lock()
_supposed: ContextVar[tuple[int, frozenset[str]] | None] = ContextVar("supposed", default=None)


def is_on(module: str, desk_id: int | None) -> bool:
    """True if the module is on for the desk; without a desk, if it is on for any."""
    if desk_id is None:
        return is_on_anywhere(module)
    supposed = _supposed.get()
    if supposed is not None and supposed[0] == desk_id:
        return module in supposed[1]
    return (module, desk_id) in _current().on


def is_on_anywhere(module: str) -> bool:
    return any(label == module for label, _desk in _answers())


def desks_with(module: str) -> list[int]:
    """Ids of the desks that have the module on."""
    return sorted(desk for label, desk in _answers() if label == module)


def version() -> int:
    """Grows with every change of any switch; caches can be keyed by it. While something is supposed it is another,
    below zero."""
    supposed = _supposed.get()
    if supposed is None:
        return _current().version
    return -1 - zlib.crc32(f"{_current().version} {supposed[0]} {sorted(supposed[1])}".encode())


@contextmanager
def supposing(desk_id: int, on: Iterable[str]) -> Iterator[None]:
    """Answer within the block as if exactly these modules were on for the desk: to look at what would be, never to
    write. Nothing is stored, and nobody else notices; :func:`is_surely_on` and :func:`switch` do not listen to it."""
    token = _supposed.set((desk_id, frozenset(on)))
    try:
        yield
    finally:
        _supposed.reset(token)


def is_supposed() -> bool:
    """True within :func:`supposing`."""
    return _supposed.get() is not None


def _answers() -> Iterable[tuple[str, int]]:
    supposed = _supposed.get()
    if supposed is None:
        return _current().on
    desk_id, on = supposed
    return [one for one in _current().on if one[1] != desk_id] + [(label, desk_id) for label in on]


def kept(name: str, read: Callable[[], _T]) -> _T:
    """What ``read`` gave at this :func:`version`: for what changes as rarely as a switch, by :func:`touch`."""
    others = _current().others
    if name not in others:
        others[name] = read()
    found: _T = others[name]
    return found


def forget() -> None:
    """Read again at the next question (tests, and the process that switched)."""
    _kept.looked_at, _kept.version, _kept.others = NEVER, -1, {}


def touch() -> None:
    """Tell every process that what it keeps by :func:`version` is old. In the caller's transaction."""
    from deskhand.kernel.models import SwitchVersion

    SwitchVersion.objects.get_or_create(pk=1)
    SwitchVersion.objects.filter(pk=1).update(version=F("version") + 1)
    forget()
    transaction.on_commit(forget)


def read_besides(read: Callable[[], None]) -> None:
    """Let this be read again whenever the switches are."""
    _besides.append(read)


def is_surely_on(module: str, desk_id: int | None) -> bool:
    """The same, read anew, and true until the caller's transaction ends: whoever switches waits for it."""
    from deskhand.kernel.models import SwitchVersion

    list(SwitchVersion.objects.select_for_update().filter(pk=1))
    forget()
    return _is_truly_on(module, desk_id)


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
        missing = [label for label in config.requires if not _is_truly_on(label, desk_id)]
        if missing:
            raise Invalid(f"{config.label} needs {', '.join(missing)}: switch that on first.")
        return
    needing = [one.label for one in modules.installed() if config.label in one.requires]
    needing = [label for label in needing if _is_truly_on(label, desk_id)]
    if needing:
        raise Invalid(f"{config.label} is needed by {', '.join(needing)}: switch that off first.")


def truly_on(desk_id: int) -> set[str]:
    """Labels of the modules that are on for the desk, whatever is supposed."""
    return {label for label, desk in _current().on if desk == desk_id}


def _is_truly_on(module: str, desk_id: int | None) -> bool:
    on = _current().on
    return any(label == module for label, _desk in on) if desk_id is None else (module, desk_id) in on


def _current() -> _Kept:
    if time.monotonic() - _kept.looked_at < FRESH_SECONDS:
        return _kept
    with _lock:
        _read()
    return _kept


def _read() -> None:
    from deskhand.kernel.models import ModuleSwitch, SwitchVersion

    asked_at = time.monotonic()  # An answer may be late: it is as old as the question.
    found = SwitchVersion.objects.filter(pk=1).values_list("version", flat=True).first() or 0
    if found != _kept.version:
        _kept.on = frozenset(ModuleSwitch.objects.filter(is_on=True).values_list("module", "desk_id"))
        for read in _besides:
            read()
        _kept.version, _kept.others = found, {}
    _kept.looked_at = asked_at
