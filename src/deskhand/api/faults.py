"""Which exception becomes which problem document."""

from __future__ import annotations

from typing import Any, TypeVar

import structlog
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.signals import got_request_exception
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from deskhand.api.problems import absent, problem, refusal, unauthorized
from deskhand.api.validation import errors_in_words
from deskhand.kernel.errors import DeskhandError, NotFound

RETRY_SECONDS = 1
"""What a client is asked to wait when the database was busy."""


class UnknownMedia(DeskhandError):
    """The body is of another media type than the route takes."""

    status = 415
    code = "unknown_media"


class FactorNeeded(DeskhandError):
    """A role of the token's owner needs a second factor that they do not have."""

    status = 403
    code = "factor_needed"


class MergedAway(NotFound):
    """The person was merged into another, whom the bearer may see: ``merged_into`` is their id."""

    def __init__(self, merged_into: int) -> None:
        super().__init__()
        self.merged_into = merged_into


class InFlight(DeskhandError):
    """The same Idempotency-Key is being answered in this moment."""

    status = 409
    code = "in_flight"


EXPECTED = (DeskhandError, SuspiciousOperation, MultiPartParserError, UnreadablePostError, OperationalError)
"""What can go wrong around a route, before and after it."""

log = structlog.get_logger()
_E = TypeVar("_E", bound=Exception)


def answer_faults(api: NinjaAPI) -> None:
    """Tell the API how to answer every exception."""
    for kind, answer in (
        (DeskhandError, refusal),
        (AuthenticationError, lambda request, error: unauthorized(request)),
        (Http404, lambda request, error: absent(request)),
        (ValidationError, _invalid),
        (RequestDataTooBig, _too_large),
        (HttpError, _unreadable),
        (SuspiciousOperation, _unreadable),
        (MultiPartParserError, _unreadable),
        (UnreadablePostError, _unreadable),
        (OperationalError, _busy),
        (Exception, _broken),
    ):
        api.add_exception_handler(kind, answer)  # type: ignore[arg-type]


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problem(
        request, "invalid", _("Something in the request is missing or wrong."), errors=errors_in_words(error.errors)
    )


def _too_large(request: HttpRequest, error: Exception) -> HttpResponse:
    return problem(request, "too_large", _("The request is too large. Send long texts as files."))


def _unreadable(request: HttpRequest, error: Any) -> HttpResponse:
    if request.content_type == "multipart/form-data":
        return problem(request, "malformed", _("The form cannot be read. Send the file as multipart/form-data."))
    return problem(request, "malformed", _("The body is no JSON. Send one JSON object, in UTF-8."))


def _busy(request: HttpRequest, error: OperationalError) -> HttpResponse:
    log.warning("api.busy", path=request.path, error=str(error))
    response = problem(request, "busy", _("The database did not answer in time. Nothing was changed; try again."))
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    request_id = str(getattr(request, "request_id", ""))
    log.exception("api.broken", path=request.path, method=request.method)
    got_request_exception.send(sender=None, request=request)
    sentence = _("It is not your fault, and it is written in the log. Nothing was changed.")
    return problem(request, "broken", sentence, request_id=request_id)
