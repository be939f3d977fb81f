"""A desk's own words on its screens: every translated sentence passes here before values are put into it.

Django's translation objects are of a class of ours, which asks the page (or letter) that is being written whose words
it speaks. The first desk that a page names is it: a page of several desks names none and keeps the general words. What
is remembered of the desks is read again when :mod:`deskhand.kernel.switches` has a new version: every process knows
within a second, and a page asks the database nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import trans_real

from deskhand.kernel import switches
from deskhand.kernel.renaming import Renaming

_CONTEXT = trans_real.CONTEXT_SEPARATOR


@dataclass(frozen=True)
class Voice:
    """How a desk speaks: ``mark`` tells it from others in the keys of what is kept, by language."""

    desk_id: int
    key: str
    mark: Hashable
    by_language: Mapping[str, Renaming] = field(hash=False, compare=False)


class _Page:
    """A page that is being answered; ``has_desk`` once one was named."""

    __slots__ = ("has_desk", "voice")

    def __init__(self) -> None:
        self.voice: Voice | None = None
        self.has_desk = False


class _Known:
    """The desks that have words of their own, by id and by key."""

    def __init__(self) -> None:
        self.by_id: dict[int, Voice] = {}
        self.by_key: dict[str, Voice] = {}
        self.read: Callable[[], Iterable[Voice]] = tuple

    def read_again(self) -> None:
        found = list(self.read())
        self.by_id = {one.desk_id: one for one in found}
        self.by_key = {one.key: one for one in found}


_page: ContextVar[_Page | None] = ContextVar("own_words", default=None)
_known = _Known()


@contextmanager
def page() -> Iterator[None]:
    """What is answered within speaks in the words of the first desk that is named (:func:`speak`)."""
    token = _page.set(_Page())
    try:
        yield
    finally:
        _page.reset(token)


def of_desk(desk_id: int | None) -> AbstractContextManager[None]:
    """What is written within speaks in the words of that desk; without one in the general ones."""
    switches.version()
    return speaking(_known.by_id.get(desk_id or 0))


@contextmanager
def speaking(voice: Voice | None) -> Iterator[None]:
    """What is written within speaks so, whatever the page is about."""
    named = _Page()
    named.voice, named.has_desk = voice, True
    token = _page.set(named)
    try:
        yield
    finally:
        _page.reset(token)


def speak(desk_id: int) -> None:
    """The page is about this desk. A page that has named one already stays with it; outside of a page nothing is said
    otherwise than in general."""
    now = _page.get()
    if now is not None and not now.has_desk:
        switches.version()
        now.voice, now.has_desk = _known.by_id.get(desk_id), True


def speak_of(key: str | None) -> None:
    """:func:`speak` by the key of a desk. A key that nobody has says nothing."""
    now = _page.get()
    if key and now is not None and not now.has_desk:
        switches.version()
        now.voice, now.has_desk = _known.by_key.get(key), True


def mark() -> Hashable:
    """Whose words are spoken, for the key of whatever keeps translated text. None: the general ones."""
    now = _page.get()
    return now.voice.mark if now is not None and now.voice is not None else None


def mark_of(desk_id: int) -> Hashable:
    """Whose words a desk speaks: desks of one mark speak alike."""
    switches.version()
    voice = _known.by_id.get(desk_id)
    return voice.mark if voice is not None else None


def read_with(read: Callable[[], Iterable[Voice]]) -> None:
    """Say how the desks with words of their own are read."""
    _known.read = read
    switches.read_besides(_known.read_again)


def said(language: str, text: str) -> str:
    """The translated sentence in the words of the page."""
    now = _page.get()
    if now is None or now.voice is None:
        return text
    renaming = now.voice.by_language.get(language.partition("-")[0])
    return renaming.said(text) if renaming is not None else text


class Spoken(trans_real.DjangoTranslation):
    """A catalogue whose sentences are spoken in the words of the page."""

    def gettext(self, message: str) -> str:
        found: str = super().gettext(message)
        now = _page.get()
        if now is None or now.voice is None:
            return found
        return said(self.to_language(), found.rpartition(_CONTEXT)[2])

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        found: str = super().ngettext(msgid1, msgid2, n)
        now = _page.get()
        if now is None or now.voice is None:
            return found
        return said(self.to_language(), found.rpartition(_CONTEXT)[2])


def install() -> None:
    """Let all catalogues be spoken, those that are loaded already too."""
    real: Any = trans_real
    real.DjangoTranslation = Spoken
    for one in real._translations.values():
        one.__class__ = Spoken
