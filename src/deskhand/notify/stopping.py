"""The address in a letter by which its reader stops letters of that kind, in one click and without signing in
(RFC 8058). Only letters to those who serve a desk carry one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from deskhand.kernel.signing import is_signed, signature

SUMMARY = "summary"
"""Stands for the summary, which is no kind of notification."""

TOKEN_LIMIT = 1_000
"""Longest token in characters that is looked at."""

_PURPOSE, _LENGTH, _BETWEEN = "stop-letters", 20, "~"


@dataclass(frozen=True)
class Stop:
    """Whose letters end, of which kinds, from which desk."""

    person_id: int
    desk_id: int
    kinds: tuple[str, ...]


def headers(person_id: int, desk_id: int, kinds: Iterable[str]) -> Mapping[str, str]:
    """What mail programs make a button of."""
    return {
        "List-Unsubscribe": f"<{stop_url(person_id, desk_id, kinds)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def stop_url(person_id: int, desk_id: int, kinds: Iterable[str]) -> str:
    """A whole address that ends letters of these kinds to one person from one desk."""
    value = f"{person_id}.{desk_id}.{_BETWEEN.join(sorted(set(kinds)))}"
    token = f"{value}.{signature(_PURPOSE, value, length=_LENGTH)}"
    return f"{settings.DESKHAND.base_url.rstrip('/')}{reverse('notify:stop', args=[token])}"


def read_token(token: str) -> Stop | None:
    """What a token ends; None for one that we did not sign."""
    value, _dot, signed = token.rpartition(".")
    if len(token) > TOKEN_LIMIT or not is_signed(_PURPOSE, value, signed, length=_LENGTH):
        return None
    person_id, desk_id, kinds = value.split(".")
    return Stop(int(person_id), int(desk_id), tuple(kinds.split(_BETWEEN)))
