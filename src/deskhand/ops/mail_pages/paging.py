"""Pages of letters go on from an id."""

from __future__ import annotations

from django.http import HttpRequest


def before_of(request: HttpRequest) -> int | None:
    """The id from which the page goes on, if the address names a readable one."""
    given = request.GET.get("before", "")
    return int(given) if given.isdecimal() and len(given) < 16 else None
