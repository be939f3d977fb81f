"""Kinds of notifications. Whoever has something to tell registers them; people choose for each kind and channel."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise

from deskhand.accounts.models import Person
from deskhand.kernel import switches
from deskhand.kernel.actor import Actor
from deskhand.notify.models import Notification

APP, MAIL, DIGEST = "app", "mail", "digest"
CHANNELS = (APP, MAIL, DIGEST)
"""The ways of telling somebody: at the bell, by a letter at once, in the summary that they asked for."""


@dataclass(frozen=True)
class Line:
    """A notification as it is read: who did what, about what, and where that is. ``mark`` is what it is called by
    (``#1042``), apart from ``about``, which may be written from right to left."""

    words: str
    about: str
    url: str
    icon: str = "bell"
    mark: str = ""

    @property
    def title(self) -> str:
        """Mark and what it is about in one line of text."""
        return f"{self.mark} {self.about}".lstrip()


Telling = Callable[[Sequence[Notification], Actor], Mapping[int, Line]]
"""From notifications of one kind to their lines by id; what the reader may not see any more is left out."""


Writing = Callable[[Sequence[Person], Sequence[Notification]], None]
"""Writes one letter about notifications of one ticket, the oldest first, to several people who were told the same."""


@dataclass(frozen=True)
class Kind:
    """Something that people can be told. ``mail``, ``app`` and ``digest`` say what they get who have chosen nothing;
    a summary is written only for those who asked for one. ``write`` writes the letters; without it nothing is mailed.
    What belongs to a ``module`` is told, shown and offered only where that is on."""

    code: str
    title: str | Promise
    detail: str | Promise
    lines: Telling
    mail: bool = True
    app: bool = True
    digest: bool = True
    module: str = ""
    write: Writing | None = None

    def is_told_on(self, desk_id: int | None) -> bool:
        """False where its module is off; without a desk, if that is off everywhere."""
        return not self.module or switches.is_on(self.module, desk_id)

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


def codes() -> set[str]:
    """Of all kinds that somebody registered."""
    return set(_kinds)


def every(desk_id: int | None = None) -> list[Kind]:
    """All kinds that are told on the desk (without one, on any), in the order in which they were registered."""
    return [kind for kind in _kinds.values() if kind.is_told_on(desk_id)]


def is_told(code: str, desk_id: int) -> bool:
    """False for the kind of a module that is off on the desk: the same for one notification as :func:`in_force`."""
    return code not in _kinds or _kinds[code].is_told_on(desk_id)


def in_force() -> Q:
    """Condition for notifications: those of modules only from desks where these are on."""
    found = Q()
    for kind in _kinds.values():
        if kind.module:
            found &= ~Q(kind=kind.code) | Q(desk_id__in=switches.desks_with(kind.module))
    return found
