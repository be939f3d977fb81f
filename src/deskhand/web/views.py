"""The living style page: every part in every state, with data as it really is. It answers only in debug."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from deskhand.web import errors, specimens
from deskhand.web.gates import gate

FRAMES = ("list", "ticket", "settings", "portal", "sign-in", "empty")
"""Whole pages on the base templates, besides the page of single parts."""


@gate("public")
def style(request: HttpRequest) -> HttpResponse:
    """Show all parts."""
    _only_in_debug()
    context = {"form": specimens.wrong_form(), "theme": request.GET.get("theme", "system"), "frames": FRAMES}
    return render(request, "web/style/parts.html", context | specimens.parts())


@gate("public")
def style_frame(request: HttpRequest, page: str) -> HttpResponse:
    """Show one base page with example content, or an error page by its number."""
    _only_in_debug()
    if page == "404":
        return errors.not_found(request)
    if page == "500":
        request.request_id = "7f3a9c0e1b2d"  # type: ignore[attr-defined]
        return errors.broken(request)
    if page not in FRAMES:
        raise Http404
    context = {"theme": request.GET.get("theme", "system")} | specimens.frame(page)
    return render(request, f"web/style/{page.replace('-', '_')}.html", context)


def _only_in_debug() -> None:
    if not settings.DEBUG:
        raise Http404
