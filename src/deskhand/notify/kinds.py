"""Kinds of notifications. Whoever has something to tell registers them; people choose for each kind and channel."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from deskhand.kernel.actor import Actor
from deskhand.notify.models import Notification

APP, MAIL, DIGEST = "app", "mail", "digest"
CHANNELS = (APP, MAIL, DIGEST)
"""The ways of telling somebody: at the bell, by a letter at once, in the summary that they asked for."""


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
    """Something that people can be told. ``mail``, ``app`` and ``digest`` say what they get who have chosen nothing;
    a summary is written only for those who asked for one."""

    code: str
    title: str | Promise
    detail: str | Promise
    lines: Telling
    mail: bool = True
    app: bool = True
    digest: bool = True

    def default(self, channel: str) -> bool:
        """What the channel is for those who have chosen nothing."""
        return {APP: self.app, MAIL: self.mail, DIGEST: self.digest}[channel]


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
