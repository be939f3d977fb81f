"""Kinds of notifications. Whoever has something to tell registers them; people choose for each kind and channel."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from deskhand.kernel.actor import Actor
from deskhand.notify.models import Notification

MAIL, APP = "mail", "app"
CHANNELS = (MAIL, APP)
"""The ways of telling somebody."""


@dataclass(frozen=True)
class Line:
    """A notification as it is read: who did what, about what, and where that is."""

    words: str
    about: str
    url: str
    icon: str = "bell"


Telling = Callable[[Sequence[Notification], Actor], Mapping[int, Line]]
"""From notifications of one kind to their lines by id; what the reader may not see any more is left out."""


@dataclass(frozen=True)
class Kind:
    """Something that people can be told. ``mail`` and ``app`` say what they get who have chosen nothing."""

    code: str
    title: str | Promise
    detail: str | Promise
    lines: Telling
    mail: bool = True
    app: bool = True

    def default(self, channel: str) -> bool:
        return self.mail if channel == MAIL else self.app


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known; called from an app's ``notifications.py``."""
    if kind.code in _kinds:
        raise ValueError(f"Notification kind {kind.code!r} is registered twice.")
    _kinds[kind.code] = kind


def find(code: str) -> Kind:
    """The kind of a code. KeyError for one that nobody registered: a mistake in the program."""
    return _kinds[code]


def every() -> list[Kind]:
    """All kinds, in the order in which they were registered."""
    return list(_kinds.values())
