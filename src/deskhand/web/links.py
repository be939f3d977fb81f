"""Addresses of our own pages, and those that may stand in a link, whoever wrote them."""

import functools
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest
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


def carry(request: HttpRequest, name: str, value: str) -> None:
    """Say that the pages behind this one keep this part of its query."""
    request.__dict__.setdefault(_CARRIED, {})[name] = value


def carries(request: HttpRequest, name: str) -> bool:
    """Whether the pages behind this one keep that part."""
    return name in request.__dict__.get(_CARRIED, {})


def carried(request: HttpRequest, address: str) -> str:
    """Return an address of ours with what the pages behind this one keep (:func:`carry`); what it says itself stays."""
    more: dict[str, str] = request.__dict__.get(_CARRIED, {})
    parts = urlsplit(address)
    said = {name for name, _value in parse_qsl(parts.query, keep_blank_values=True)}
    tail = urlencode({name: value for name, value in more.items() if name not in said})
    return parts._replace(query="&".join(one for one in (parts.query, tail) if one)).geturl() if tail else address


_CARRIED = "_carried"


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
