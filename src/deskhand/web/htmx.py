"""Answers to htmx: fragments instead of pages, toasts, and redirects that load a whole page."""

import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def is_htmx(request: HttpRequest) -> bool:
    """Return whether the page asks for a fragment (restoring a page from history asks for the whole)."""
    return "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers


def page_or_fragment(
    request: HttpRequest, page: str, fragment: str, context: Mapping[str, Any], status: int = 200
) -> HttpResponse:
    """Render the fragment for htmx and the page for everybody else, from one context."""
    response = render(request, fragment if is_htmx(request) else page, dict(context), status=status)
    response.headers["Vary"] = "HX-Request"
    return response


def toast(response: HttpResponse, text: str, undo_url: str = "", kind: str = "done") -> HttpResponse:
    """Let the browser say `text`, with an Undo button that posts to `undo_url` if given; kind: ``done``, ``error``."""
    return trigger(response, "toast", {"text": str(text), "undo": undo_url, "kind": kind})


def trigger(response: HttpResponse, name: str, detail: object = "") -> HttpResponse:
    """Let the browser fire an event of this name with this detail; several may be added to one response."""
    events = json.loads(response.headers.get("HX-Trigger", "{}"))
    events[name] = detail
    response.headers["HX-Trigger"] = json.dumps(events)  # ASCII: a header holds nothing else
    return response


def go(address: str) -> HttpResponse:
    """Answer htmx with "load this address as a whole page"."""
    return HttpResponse(status=204, headers={"HX-Redirect": address})
