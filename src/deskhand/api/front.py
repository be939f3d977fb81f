"""What surrounds every operation, whatever it is: the limit of requests, HEAD and OPTIONS, a wrong method in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext as _

from deskhand.api import limits
from deskhand.api.bearers import bearer_of
from deskhand.api.problems import problem, refusal
from deskhand.kernel.errors import TooMany

View = Callable[..., HttpResponse]


def front_of(view: View) -> View:
    """Put the front before a view of the API."""

    def front(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        bearer = bearer_of(request)
        try:
            limits.stand(request, bearer.token.pk if bearer else None)
            response = _answered(view, request, *args, **kwargs)
        except TooMany as error:
            response = refusal(request, error)
        request.api_standing.write_on(response)  # type: ignore[attr-defined]
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    return front


def _answered(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    asked = request.method
    if asked == "HEAD":
        request.method = "GET"
    response = view(request, *args, **kwargs)
    if isinstance(response, HttpResponseNotAllowed):
        return _of_another_method(request, response, asked or "")
    if asked == "HEAD":
        return _without_body(request, response)
    return response


def _of_another_method(request: HttpRequest, response: HttpResponse, asked: str) -> HttpResponse:
    known = sorted(one.strip() for one in response.headers["Allow"].split(","))
    allow = ", ".join([*known, *(["HEAD"] if "GET" in known else []), "OPTIONS"])
    if asked == "OPTIONS":
        answer = HttpResponse(status=204)
    else:
        answer = problem(request, "method_not_allowed", _("This address takes: %(methods)s.") % {"methods": allow})
    answer.headers["Allow"] = allow
    if asked == "HEAD":
        return _without_body(request, answer)
    return answer


def _without_body(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The head of an answer alone, with the length that its body has."""
    request.method = "HEAD"
    bare = HttpResponse(status=response.status_code)
    for name, value in response.headers.items():
        bare.headers[name] = value
    if not response.streaming:
        bare.headers.setdefault("Content-Length", str(len(response.content)))
    bare._resource_closers = response._resource_closers  # type: ignore[attr-defined]
    return bare
