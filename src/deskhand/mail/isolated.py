"""Reading strangers' bytes without believing that they are harmless.

A letter is parsed, cleaned and cut by a process of its own (:mod:`deskhand.mail.isolation.child`) with limits of time
and memory that the system enforces. A letter that needs more raises :class:`TooMuch`; the process is replaced, and the
next letter is read as if nothing had happened. The limits: :mod:`deskhand.mail.isolation.limits`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, TypeVar

import structlog
from django.utils.translation import gettext as _

from deskhand.mail.explain import Explanation, unexplained
from deskhand.mail.headline import LOOK, Headline
from deskhand.mail.isolation import wire
from deskhand.mail.isolation.limits import MEGABYTE, Limits
from deskhand.mail.isolation.reader import Lost, Reader, borrowed, used_once
from deskhand.mail.isolation.signatures import Asked, Verified
from deskhand.mail.legible import Legible
from deskhand.mail.parsing.model import ParsedMail
from deskhand.mail.sealing.model import KeyRing, Unsealed

log = structlog.get_logger(__name__)

_T = TypeVar("_T")

TRIES = 2
"""Readers that a letter gets: a process may be ended by somebody else, and that is not the letter's fault."""


class TooMuch(Exception):
    """Reading the letter takes more time or memory than a letter may; the message says so to people."""


class Unreadable(Exception):
    """The program failed at the letter; the message is the fault's own."""


def parsed(raw: bytes) -> ParsedMail:
    """The mail that these bytes are, as :func:`deskhand.mail.parse.parse` reads them. Raises TooMuch."""
    return _asked(ParsedMail, {"verb": "parse"}, [raw], len(raw))


def legible(mail: ParsedMail, pictures: Mapping[str, str]) -> Legible:
    """A mail's text made safe and cut, as :func:`deskhand.mail.legible.legible` does it. Raises TooMuch."""
    request = {
        "verb": "legible",
        "text": "" if mail.html else mail.text,
        "html": mail.html,
        "subject": mail.subject,
        "pictures": dict(pictures),
    }
    return _asked(Legible, request, [], len(mail.text) + len(mail.html))


def headline(raw: bytes) -> Headline:
    """Who seems to write about what, for a letter that could not be read whole. Empty if even that takes too much."""
    try:
        return _asked(Headline, {"verb": "headline"}, [raw[:LOOK]], LOOK)
    except (TooMuch, Unreadable):
        return Headline()


def explained(raw: bytes) -> dict[str, Any]:
    """What would become of a mail, as :func:`deskhand.mail.explain.explain` tells it; also for one that takes too much
    to read, or cannot be read."""
    try:
        found: dict[str, Any] = json.loads(_asked(Explanation, {"verb": "explain"}, [raw], len(raw)).words)
        return found
    except (TooMuch, Unreadable) as error:
        top = headline(raw)
        return unexplained(str(error), subject=top.subject, name=top.from_name, email=top.from_email)


def unsealed(raw: bytes, ring: KeyRing) -> Unsealed:
    """The mail inside a sealed one, as :func:`deskhand.mail.sealing.opening.unsealed` has it. Raises TooMuch. Whoever
    reads it is told private keys, and reads nothing after it."""
    words, keys = wire.flat(ring)
    return _asked(Unsealed, {"verb": "unseal", "ring": words}, [raw, *keys], len(raw), lent=used_once)


def verified(raw: bytes, asked: Asked) -> Verified:
    """Whether the letter's signatures are good, as :func:`deskhand.mail.isolation.signatures.verified` has it. Raises
    TooMuch."""
    words, records = wire.flat(asked)
    return _asked(Verified, {"verb": "verify", "asked": words}, [raw, *records], len(raw))


def _asked(
    kind: type[_T],
    request: dict[str, Any],
    contents: Sequence[bytes],
    size: int,
    lent: Callable[[], AbstractContextManager[Reader]] = borrowed,
) -> _T:
    limits = Limits.for_size(size)
    for turn in range(TRIES):
        try:
            with lent() as reader:
                words, found = reader.ask(request, contents, limits)
        except Lost as lost:
            log.warning("mail.reader_lost", size=size, is_late=lost.is_late)
            if lost.is_late or turn == TRIES - 1:
                raise TooMuch(_in_words(limits, is_late=lost.is_late)) from lost
            continue
        return _judged(kind, words, found, limits)
    raise AssertionError("the last turn returns or raises")


def _judged(kind: type[_T], words: Any, contents: list[bytes], limits: Limits) -> _T:
    if isinstance(words, dict):  # No value crosses as one.
        if "too_much" in words:
            raise TooMuch(_in_words(limits, is_late=False))
        raise Unreadable(str(words.get("error")))
    try:
        return wire.whole(kind, words, contents)
    except wire.Garbled as error:
        raise Unreadable("the reader's answer makes no sense") from error


def _in_words(limits: Limits, *, is_late: bool) -> str:
    if is_late:
        return _(
            "Reading it takes more than %(seconds)s seconds of a processor, far more than a letter of its size needs. "
            "It may be built to do harm. The letter is kept as it came."
        ) % {"seconds": f"{limits.cpu:.1f}"}
    return _(
        "Reading it takes more than %(size)s MB of memory, far more than a letter of its size needs. It may be built "
        "to do harm. The letter is kept as it came."
    ) % {"size": limits.memory // MEGABYTE}
