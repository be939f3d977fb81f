"""Addresses of the API, under /api/v1/."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.http import HttpResponse
from django.urls import URLPattern, path

from deskhand.api import views
from deskhand.api.front import front_of
from deskhand.api.interface import api
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
    """The same address with what surrounds every operation, and with its gate named."""
    view: Callable[..., HttpResponse] = pattern.callback
    front = wraps(view)(front_of(view))
    front.gate = Gate("token", sample)  # type: ignore[attr-defined]
    front.csrf_exempt = True  # type: ignore[attr-defined]
    return path(str(pattern.pattern), front, name=pattern.name)


urlpatterns = addresses()
