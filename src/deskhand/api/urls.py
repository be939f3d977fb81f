"""Addresses of the API, under /api/v1/."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from deskhand.api import views
from deskhand.api.interface import api
from deskhand.api.problems import problem
from deskhand.api.routing import declarations
from deskhand.web.gates import Gate

app_name = "api"


def addresses() -> list[URLPattern]:
    """The public pages, every route of the core and of all modules, and the API's own 404 for the rest."""
    samples = {name: declaration.gate.sample for name, (_m, _p, declaration) in declarations(api()).items()}
    routes = [one for one in api().urls[0] if isinstance(one, URLPattern) and one.name != "api-root"]
    return [
        path("openapi.json", views.openapi, name="openapi"),
        path("docs", views.reference, name="docs"),
        *(_fronted(one, samples.get(str(one.name), "none")) for one in routes),
        path("", views.nothing, name="nothing"),
        path("<path:rest>", views.nothing, name="nothing_below"),
    ]


def _fronted(pattern: URLPattern, sample: str) -> URLPattern:
    """The same address, with the words of the house for a wrong method, and with its gate named."""
    view: Callable[..., HttpResponse] = pattern.callback

    @wraps(view)
    def front(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if isinstance(response, HttpResponseNotAllowed):
            allow = response.headers["Allow"]
            words = _("This address takes: %(methods)s.") % {"methods": allow}
            response = problem(request, "method_not_allowed", words)
            response.headers["Allow"] = allow
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    front.gate = Gate("token", sample)  # type: ignore[attr-defined]
    front.csrf_exempt = True  # type: ignore[attr-defined]
    return path(str(pattern.pattern), front, name=pattern.name)


urlpatterns = addresses()
