"""The door through which nobody is known: whoever comes, signed in or not, is the same stranger behind it."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable
from functools import wraps
from ipaddress import IPv6Address
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt

from deskhand.accounts.actors import stranger
from deskhand.accounts.models import Desk
from deskhand.kernel import clock
from deskhand.kernel.actor import Channel
from deskhand.kernel.errors import DeskhandError, NotFound
from deskhand.portal.pages import page

_SECRET = secrets.token_bytes(32)
"""Known to this process alone and gone with it."""

ADDRESSES = ("HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_REFERER", "HTTP_USER_AGENT")
"""What else of a request tells of a person, or of where they came from."""

TYPED = ("number", "code", "stamp", "text")
"""What is given back with a refusal, to be sent once more: no page of these is kept by a browser."""


def without_a_name(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Forget who asks before the view looks. No cookie is read or set, so that forms need no mark against forgery:
    there is no session that somebody could ride on. Browsers and search engines keep nothing."""

    @csrf_exempt
    @wraps(view)
    def forgetting(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        forget_who_asks(request)
        language = translation.get_language_from_request(request)
        with translation.override(language), timezone.override(clock.zone_of("")):
            answer = _answered(view, request, args, kwargs)
        answer.headers["Content-Language"] = language
        return _unkept(request, answer)

    return forgetting


def forget_who_asks(request: HttpRequest) -> None:
    """Take from the request what tells of a person. Where it came from becomes a made-up address, by which it is
    counted how often it asks; nobody finds the real one by it."""
    request.COOKIES.clear()
    given = str(request.META.get("REMOTE_ADDR", ""))
    seen = hmac.new(_SECRET, given.encode(), hashlib.sha256).digest()
    for name in ("HTTP_COOKIE", *ADDRESSES):
        request.META.pop(name, None)
    request.META["REMOTE_ADDR"] = str(IPv6Address(b"\xfd" + seen[:15]))
    request.user = AnonymousUser()
    request.actor = stranger(Channel.PORTAL)  # type: ignore[attr-defined]


def nameless_page(
    request: HttpRequest, template: str, given: dict[str, Any], *, desk: Desk | None = None, status: int = 200
) -> HttpResponse:
    """A page of the portal that knows of nobody."""
    return page(request, template, {"is_cookieless": True, **given}, desk=desk, current="nameless", status=status)


def _answered(view: Callable[..., HttpResponse], request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse:
    try:
        return view(request, *args, **kwargs)
    except NotFound:
        raise
    except DeskhandError as refusal:
        typed = {name: request.POST[name] for name in TYPED if name in request.POST}
        given = {"words": str(refusal), "typed": typed}
        return nameless_page(request, "cases/nameless_refused.html", given, status=refusal.status)


def _unkept(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    request.META.pop("CSRF_COOKIE_NEEDS_UPDATE", None)
    request.session.accessed = request.session.modified = False
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer
