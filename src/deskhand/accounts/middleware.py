"""Who is asking, in which language and zone, and whether the page belongs to a module that is off."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

from deskhand.accounts import glass, policy, signed_in
from deskhand.accounts.actors import actor_for, stranger
from deskhand.accounts.models import Desk, Person
from deskhand.kernel import clock, modules, switches
from deskhand.kernel.actor import Actor, Channel

GetResponse = Callable[[HttpRequest], HttpResponse]


class SignedIn(AuthenticationMiddleware):
    """``request.user`` as Django's middleware gives it, read by a prepared query."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: signed_in.person_of(request))  # type: ignore[assignment]


class WhoIsThis:
    """``request.actor``: the person behind the session, or a stranger. The API replaces it by the token's person."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def _actor(request: HttpRequest) -> Actor:
    user = request.user
    if isinstance(user, Person):
        actor = policy.secured(actor_for(user, Channel.WEB))
        return actor if actor.must_secure else glass.through_glass(actor)
    return stranger(Channel.WEB)


class OwnLanguageAndZone:
    """The person's language and zone; for strangers the browser's language and the installation's zone."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user if request.user.is_authenticated else None
        chosen = getattr(user, "language", "") or translation.get_language_from_request(request)
        with translation.override(chosen), timezone.override(clock.zone_of(getattr(user, "time_zone", ""))):
            request.LANGUAGE_CODE = translation.get_language()
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response


class ModulesThatAreOff:
    """A page of a module answers 404 where the module is off: on the desk that the address names, else everywhere."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        match = request.resolver_match
        if match is None or not match.app_names or modules.module(match.app_names[0]) is None:
            return
        desk_id = None
        if "desk" in kwargs and not _is_sent_to_sign_in(request, view):
            desk_id = Desk.objects.filter(key=kwargs["desk"]).values_list("pk", flat=True).first() or -1
        if not switches.is_on(match.app_names[0], desk_id):
            raise Http404


def _is_sent_to_sign_in(request: HttpRequest, view: Any) -> bool:
    """True for a stranger before a page that is not public: which desks there are, and what is on there, is not told
    by the answer."""
    gate = getattr(view, "gate", None)
    return not request.user.is_authenticated and (gate is None or gate.word != "public")
