"""What every route of the API passes through: token, scope, query parameters, size, the key of a repeated POST."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja.operation import Operation

from deskhand.accounts.models import Desk
from deskhand.accounts.models.access import Scope
from deskhand.api import actions
from deskhand.api.bearers import ApiRequest, bearer_of
from deskhand.api.faults import EXPECTED, FactorNeeded, UnknownMedia
from deskhand.api.once import answered_once
from deskhand.api.problems import absent
from deskhand.kernel import switches
from deskhand.kernel.errors import Denied, Invalid, NotFound, TooLarge

READING = ("GET", "HEAD", "OPTIONS")

FORM_ROOM = 64 * 1024
"""Bytes that a multipart form may need around its file."""

Run = Callable[..., HttpResponse]


def door(run: Run) -> Run:
    """Put the door before an operation's ``run``."""
    operation: Operation = run.__self__  # type: ignore[attr-defined]
    known = _query_names(operation)

    @wraps(run)
    def enter(request: ApiRequest, **kwargs: Any) -> HttpResponse:
        bearer = bearer_of(request)
        if bearer is None:
            return run(request, **kwargs)
        request.bearer, request.actor = bearer, bearer.actor
        try:
            with timezone.override(bearer.zone):
                _need_factor(request)
                _need_scope(request, operation)
                _need_known(request, known)
                _need_size(request)
                _need_media(request, operation)
                response = answered_once(request, lambda: run(request, **kwargs))
        except EXPECTED as error:
            response = operation.api.on_exception(request, error)
        actions.note_use(bearer.token, request)
        return response

    return cast(Run, enter)


def only_where_on(module: str) -> Callable[[Run], Run]:
    """404 where the module is off everywhere."""

    def guard(run: Run) -> Run:
        @wraps(run)
        def enter(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            return run(request, **kwargs) if switches.is_on_anywhere(module) else absent(request)

        return cast(Run, enter)

    return guard


def only_on_desks_with(module: str) -> Callable[[Run], Run]:
    """404 where the module is off on the desk that the address names, or the desk is not there. It is asked once the
    request is understood, so that a desk that somebody may not know of is answered like one that is not there."""

    def guard(view: Run) -> Run:
        @wraps(view)
        def enter(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            match = request.resolver_match
            if match is not None and "desk" in match.kwargs:
                found = Desk.objects.filter(key=match.kwargs["desk"]).values_list("pk", flat=True).first()
                if found is None or not switches.is_on(module, found):
                    raise NotFound
            return view(request, *args, **kwargs)

        return cast(Run, enter)

    return guard


def _query_names(operation: Operation) -> frozenset[str]:
    found: set[str] = set()
    for model in operation.models:
        if model.__ninja_param_source__ == "query":
            found |= set(model.__ninja_flatten_map__)
    return frozenset(found)


def _need_factor(request: ApiRequest) -> None:
    if request.actor.must_secure:
        page = f"{settings.DESKHAND.base_url.rstrip('/')}{reverse('accounts:security')}"
        words = _("A role of this token's owner needs a second factor, and they have none.")
        raise FactorNeeded(f"{words} {_('Set one up at %(page)s, then the token works again.') % {'page': page}}")


def _need_scope(request: ApiRequest, operation: Operation) -> None:
    if request.method not in READING and not request.actor.may_write:
        raise Denied(_("This token may only read. Make one with the scope “write”."))
    if operation.view_func.declaration.gate.fresh and request.bearer.token.scope != Scope.FULL:  # type: ignore[attr-defined]
        raise Denied(_("For this the pages ask who you are. Make a token with the scope “full”."))


def _need_known(request: ApiRequest, known: Iterable[str]) -> None:
    unknown = sorted(set(request.GET) - set(known))
    if unknown:
        words = _("There is no parameter of this name. Known here: %(names)s.") % {
            "names": ", ".join(sorted(known)) or _("none")
        }
        raise Invalid(_("A parameter of the address is unknown."), {name[:60]: words for name in unknown[:5]})


def media_of(operation: Operation) -> str:
    """The media type of the body that an operation takes; empty if it takes none."""
    sources = {model.__ninja_param_source__ for model in operation.models}
    if sources & {"file", "form"}:
        return "multipart/form-data"
    return "application/json" if "body" in sources else ""


def _need_media(request: ApiRequest, operation: Operation) -> None:
    wanted, given = media_of(operation), request.content_type or ""
    if not wanted or given == wanted or (wanted == "application/json" and given.endswith("+json")):
        return
    if (request.META.get("CONTENT_LENGTH") or "0") == "0" and "HTTP_TRANSFER_ENCODING" not in request.META:
        return
    raise UnknownMedia(_("Send the body as %(wanted)s, and say so in the header Content-Type.") % {"wanted": wanted})


def _need_size(request: ApiRequest) -> None:
    most = settings.DESKHAND.max_upload + FORM_ROOM
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdecimal() and int(length) > most:
        raise TooLarge(
            _("This is too large: at most %(size)s MB for a file.") % {"size": settings.DESKHAND.max_upload // 2**20}
        )
