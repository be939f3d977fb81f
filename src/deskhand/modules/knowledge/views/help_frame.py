"""What stands around every page of the help center: which desk it is about, in which language it is read, and how long
browsers may keep it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from deskhand.accounts.models import Desk
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import NotFound
from deskhand.modules.knowledge import homes, videos
from deskhand.modules.knowledge.models import rules_of
from deskhand.portal.pages import actor_of, page
from deskhand.tickets.access import may_open_on

KEPT = "public, no-cache"
"""What strangers read may be kept by browsers and caches, who ask each time whether it is still so: nothing that was
withdrawn or narrowed is shown from a cache."""


def for_readers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Find the desk for the view. Where all is behind sign-in, strangers are sent there whatever they asked for."""

    @wraps(view)
    def found(request: HttpRequest, desk: str, **rest: Any) -> HttpResponseBase:
        actor = actor_of(request)
        here = Desk.objects.filter(key=desk, is_active=True).first()
        if here is None or not (here.is_listed or (actor.person_id and may_open_on(actor, here))):
            raise NotFound
        if _is_stranger(actor) and rules_of(here.pk).is_behind_sign_in:
            return redirect_to_login(request.get_full_path())
        if (chosen := request.GET.get("language", "")) in dict(settings.LANGUAGES):
            translation.activate(chosen)
        if homes.BELOW in request.GET:
            homes.here(request, here)  # Every page behind a brand's home keeps its look.
        return view(request, here, **rest)

    return found


def own_forms(view: Any) -> Any:
    """Take forms of strangers without the mark against forgery: they have no session that somebody could ride on, and
    their pages are the same for all of them, without a cookie. From people who are signed in it is asked as always."""

    @csrf_exempt
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        is_stranger = _is_stranger(actor_of(request))
        answer: HttpResponseBase = (view if is_stranger else csrf_protect(view))(request, *args, **kwargs)
        return answer

    return checked


def language_of(request: HttpRequest) -> str:
    """The reader's language: the one that the address asks for, else their own or their browser's."""
    return (translation.get_language() or settings.LANGUAGE_CODE).partition("-")[0]


def help_page(
    request: HttpRequest, desk: Desk, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page of the help center. What strangers get has no cookie, and an ETag."""
    is_stranger = _is_stranger(actor_of(request))
    forwarded = {"is_cookieless": is_stranger, "help_desk": desk, "is_indexed": is_stranger, **context}
    answer = videos.let_play(page(request, template, forwarded, desk=desk, current="help", status=status))
    answer.headers["Content-Language"] = language_of(request)
    if not is_stranger:
        return answer
    request.META.pop("CSRF_COOKIE_NEEDS_UPDATE", None)
    request.session.accessed = False  # Only whether there is a session was looked at: the page is for all strangers.
    if status == 200 and request.method in ("GET", "HEAD"):
        return _kept(request, answer)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _kept(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    etag = f'"{hashlib.sha256(answer.content).hexdigest()[:32]}"'
    answer.headers["Cache-Control"], answer.headers["ETag"] = KEPT, etag
    patch_vary_headers(answer, ["Accept-Language"])
    conditional: HttpResponse = get_conditional_response(request, etag=etag, response=answer) or answer
    return conditional


def _is_stranger(actor: Actor) -> bool:
    return actor.person_id is None
