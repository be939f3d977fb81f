"""Which gate stands before a view. Every view names one; a house test fails for one that does not.

Words: ``public`` (anybody), ``signed_in``, ``own_ticket`` and ``served_ticket`` (the view reads its ticket through
``tickets.access``), ``desk:<permission>`` (the address names a desk by its key as ``desk``), ``site:<permission>``
(of the installation) and ``token`` (the API's bearer).

``fresh=True`` asks besides that the person has proved within the last ten minutes that it is they (``web.proof``):
before the page and its form, so that nothing is typed in vain. ``fresh="change"`` asks only before what changes
something, for pages that are also read.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.apps import apps
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from deskhand.kernel import own_words
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.kernel.prepared import Prepared
from deskhand.web import proof
from deskhand.web.htmx import go, is_htmx

WORKSPACE = "/agent/"
"""Where all pages of the workspace stand."""

_V = TypeVar("_V", bound=Callable[..., HttpResponseBase])


@dataclass(frozen=True)
class Gate:
    """What stands before a view. ``sample`` names the object in its address, for the isolation grid."""

    word: str
    sample: str = "none"
    fresh: bool | str = False

    @property
    def permission(self) -> str:
        return self.word.partition(":")[2]


def gate(word: str, *, sample: str = "none", fresh: bool | str = False) -> Callable[[_V], _V]:
    """Put a gate before a view; see the module's text for the words."""

    def stand(view: _V) -> _V:
        @functools.wraps(view)
        def behind(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            with own_words.page():
                refused = _refused(request, word, kwargs)
                if refused is None and proof.is_asked(request, fresh):
                    refused = proof.ask(request)
                if refused is not None:
                    return refused
                own_words.speak_of(kwargs.get("desk"))
                return view(request, *args, **kwargs)

        behind.gate = Gate(word, sample, fresh)  # type: ignore[attr-defined]
        return behind  # type: ignore[return-value]

    return stand


def _refused(request: HttpRequest, word: str, kwargs: dict[str, Any]) -> HttpResponse | None:
    if word in ("public", "token", "own_ticket"):
        return None
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if actor.person_id is None:
        return _sign_in(request)
    if actor.must_secure and request.path.startswith(WORKSPACE):
        return _secure(request)
    kind, _colon, permission = word.partition(":")
    if kind == "site":
        _need_site(actor, permission)
    if kind == "desk":
        _need_desk(actor, permission, kwargs.get("desk", ""))
    return None


def _sign_in(request: HttpRequest) -> HttpResponse:
    if is_htmx(request) or "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"title": _("Signed out"), "detail": _("Sign in again to go on.")}, status=401)
    return redirect_to_login(request.get_full_path())


def _secure(request: HttpRequest) -> HttpResponse:
    """The workspace is closed until the person has a second factor."""
    page = reverse("accounts:security")
    if is_htmx(request):
        return go(page)
    if "application/json" in request.headers.get("Accept", ""):
        detail = _("Your role needs a second factor. Set one up on your security page.")
        return JsonResponse({"title": _("You may not do this"), "detail": detail}, status=403)
    return redirect(page)


def _need_site(actor: Actor, permission: str) -> None:
    if not actor.is_site_admin and not actor.roles:
        raise NotFound
    actor.need(permission)


def _desk_of_key(key: str) -> Any:
    return apps.get_model("accounts", "Desk").objects.filter(key=key).order_by().values_list("pk", flat=True)


_desk = Prepared(_desk_of_key)


def _need_desk(actor: Actor, permission: str, key: str) -> None:
    desk_id = _desk.first(key=key)
    if desk_id is None or (not actor.roles_on(desk_id) and not actor.may(permission, desk_id)):
        raise NotFound
    actor.need(permission, desk_id)
