"""Pages whose address is a secret: they are never stored, never indexed, and never told to other sites."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TypeVar

from django.http import HttpResponseBase

_V = TypeVar("_V", bound=Callable[..., HttpResponseBase])

HEADERS = {
    "Cache-Control": "no-store, private",
    "X-Robots-Tag": "noindex, nofollow",
    # Not "no-referrer": with it browsers send "Origin: null", and the page's own forms would be refused.
    "Referrer-Policy": "same-origin",
}


def unlisted(view: _V) -> _V:
    """Give every answer of the view the headers of a page that only the bearer of its address should see."""

    @functools.wraps(view)
    def quiet(*args: object, **kwargs: object) -> HttpResponseBase:
        response = view(*args, **kwargs)
        for name, value in HEADERS.items():
            response.headers[name] = value
        return response

    return quiet  # type: ignore[return-value]
