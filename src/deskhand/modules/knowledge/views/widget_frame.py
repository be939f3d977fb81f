"""What stands around every page of the widget: who is let in, as whom, and what browsers may do with the answer."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt

from deskhand.accounts.actors import stranger
from deskhand.accounts.models import DeskBrand
from deskhand.kernel.actor import Channel
from deskhand.kernel.errors import DeskhandError, NotFound
from deskhand.modules.knowledge import videos, widget
from deskhand.modules.knowledge.widget import Site
from deskhand.portal import queries

THEMES = {"light": "day", "dark": "night"}
"""What a site may ask for; else the browser's."""


def inside(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Find the desk's widget for the view, and answer for sites of its list alone. No cookie is read or set: whoever
    asks is a stranger. Forms need no mark against forgery, for there is no session that somebody could ride on."""

    @csrf_exempt
    @xframe_options_exempt
    @wraps(view)
    def found(request: HttpRequest, desk: str, **rest: Any) -> HttpResponseBase:
        _forget_who_asks(request)
        site = widget.site_of(desk)
        if site is None or not widget.may_frame(request, site):
            raise NotFound
        asked = request.GET.get("language", "")
        known = asked in dict(settings.LANGUAGES)
        with translation.override(asked if known else translation.get_language_from_request(request)):
            return _framed(_answered(view, request, site, rest), site)

    return found


def widget_page(
    request: HttpRequest, site: Site, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A page of the widget, in the colours of its desk."""
    brand = DeskBrand.objects.filter(desk=site.desk).first()
    given: dict[str, Any] = {
        "site": site,
        "desk": site.desk,
        "is_cookieless": True,
        "frame_theme": THEMES.get(request.GET.get("theme", ""), "system"),
        "tail": tail(request),
        "colours_mark": brand.mark if brand and brand.accent else "",
        "may_write": queries.may_try(stranger(Channel.FORM), site.desk),
    }
    answer = render(request, template, given | (context or {}), status=status)
    answer.headers["Content-Language"] = translation.get_language() or ""
    return answer


def tail(request: HttpRequest) -> str:
    """What every address of the widget goes on with: the language and theme that the site asked for."""
    asked = {name: request.GET.get(name, "") for name in ("language", "theme")}
    known = {"language": dict(settings.LANGUAGES), "theme": THEMES}
    return "&".join(f"{name}={value}" for name, value in asked.items() if value in known[name])


def _forget_who_asks(request: HttpRequest) -> None:
    request.COOKIES.clear()
    request.META.pop("CSRF_COOKIE_NEEDS_UPDATE", None)
    request.actor = stranger(Channel.FORM)  # type: ignore[attr-defined]
    request.session.accessed = request.session.modified = False


def _answered(
    view: Callable[..., HttpResponse], request: HttpRequest, site: Site, rest: dict[str, Any]
) -> HttpResponse:
    """The view's answer, or its refusal in words that fit into the frame."""
    try:
        return view(request, site, **rest)
    except DeskhandError as refusal:
        words = "" if isinstance(refusal, NotFound) else str(refusal)
        return widget_page(request, site, "knowledge/widget_refused.html", {"words": words}, status=refusal.status)


def _framed(answer: HttpResponse, site: Site) -> HttpResponse:
    """Browsers show it in a frame of the listed sites, keep nothing, and tell search engines nothing."""
    policy = videos.policy_of(answer) | {"frame-ancestors": list(site.origins)}
    answer._csp_replace = policy  # type: ignore[attr-defined]
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
