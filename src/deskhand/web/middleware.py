"""What surrounds every request: its id, the proxies that are believed, and refusals told in words."""

from __future__ import annotations

import ipaddress
import re
import secrets
from collections.abc import Callable

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from deskhand.kernel.errors import DeskhandError
from deskhand.web import errors

GetResponse = Callable[[HttpRequest], HttpResponse]
_ID = re.compile(r"^[A-Za-z0-9-]{8,64}$")


class RequestId:
    """Gives the request an id for the log and for error pages; a proxy's X-Request-ID is kept if it is harmless."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if _ID.match(given) else secrets.token_hex(8)
        request.request_id = request_id  # type: ignore[attr-defined]
        with structlog.contextvars.bound_contextvars(request=request_id):
            response = self.get_response(request)
        response.headers["X-Request-ID"] = request_id
        return response


class TrustedProxies:
    """Believes X-Forwarded-For and -Proto only from the proxies that the settings name; strips our own mark."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        words = [word.strip() for word in settings.DESKHAND.trusted_proxies.split(",")]
        self.trusted = [ipaddress.ip_network(word, strict=False) for word in words if word]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        meta = request.META
        meta.pop("HTTP_X_DESKHAND_TRUSTED_PROTO", None)
        if self._is_trusted(str(meta.get("REMOTE_ADDR", ""))):
            forwarded = str(meta.get("HTTP_X_FORWARDED_FOR", "")).split(",")[-1].strip()
            if forwarded:
                meta["REMOTE_ADDR"] = forwarded
            if meta.get("HTTP_X_FORWARDED_PROTO") == "https":
                meta["HTTP_X_DESKHAND_TRUSTED_PROTO"] = "https"
        return self.get_response(request)

    def _is_trusted(self, address: str) -> bool:
        try:
            found = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(found in network for network in self.trusted)


UPLOADS_AT_ONCE = 4
"""How many of the largest files fit into one request."""


class RequestSize:
    """Refuses a request that announces more than :data:`UPLOADS_AT_ONCE` of the largest files (100 MB unless
    DESKHAND_MAX_UPLOAD says otherwise) before any of it is read or written to disk."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        announced = str(request.META.get("CONTENT_LENGTH") or "0")
        if announced.isdecimal() and int(announced) > UPLOADS_AT_ONCE * settings.DESKHAND.max_upload:
            return errors.too_large(request)
        return self.get_response(request)


class RefusalsInWords:
    """A :class:`DeskhandError` that no view answered itself becomes the page of its status, or JSON where that was
    asked for."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, DeskhandError):
            return None
        return errors.refusal(request, exception)
