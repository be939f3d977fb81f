"""Addresses of our own pages, and those that may stand in a link, whoever wrote them."""

import functools
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse

ADDRESSES = 20_000
"""Addresses of named views that are remembered."""

SAFE_SCHEMES = frozenset({"http", "https", "mailto", "tel"})


def address(name: str, *args: Any) -> str:
    """Return what `reverse()` gives for a named view, remembered: it follows from the name, the arguments and where the
    program is mounted. Raises NoReverseMatch."""
    return _address(name, args, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())


@functools.lru_cache(maxsize=ADDRESSES)
def _address(name: str, args: tuple[Any, ...], urlconf: Any, _prefix: str) -> str:
    return reverse(name, urlconf, args)


def safe_url(address: str | None) -> str:
    """Return the address if a click on it cannot run a script, else ``#``.

    Allowed are http, https, mailto, tel and addresses on this site. Control characters, which browsers drop before
    they look at the scheme, make an address unsafe.
    """
    text = (address or "").strip()
    if not text or any(ord(character) < 32 for character in text) or "\\" in text:
        return "#"
    try:
        parts = urlsplit(text)
    except ValueError:
        return "#"
    if parts.scheme:
        return text if parts.scheme.lower() in SAFE_SCHEMES else "#"
    return text if text.startswith(("/", "?", "#")) and not text.startswith("//") else "#"
