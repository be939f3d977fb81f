"""Proving again that it is you, before something dangerous: ``@gate(..., fresh=True)``.

Signing in is a proof, and so is giving the password, a code of the second factor, or a code from a letter on the page
``accounts:prove``; each counts for :data:`PROOF_LIFE`. The records are those of allauth, in the session.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from deskhand.kernel import clock, vault
from deskhand.web.htmx import go, is_htmx
from deskhand.web.onward import is_own

PROOF_LIFE = timedelta(minutes=10)
"""How long a proof counts."""

KEPT_LIMIT = 50_000
"""Most characters of a form that are kept while somebody proves that it is they."""

LENT = "lent"
"""A record of this mark is no proof: somebody came in by a link that another person made."""

_SESSION_KEY = "kept_form"
_READING = ("GET", "HEAD", "OPTIONS")


def is_fresh(request: HttpRequest) -> bool:
    """True if whoever is signed in has shown within :data:`PROOF_LIFE` that it is they."""
    shown = [record["at"] for record in get_authentication_records(request, _user(request)) if not record.get(LENT)]
    if not shown:
        return False
    return clock.now() - datetime.fromtimestamp(max(shown), UTC) < PROOF_LIFE


def is_asked(request: HttpRequest, fresh: bool | str) -> bool:
    """True if a gate with this ``fresh`` wants a proof now: ``True`` before the page and its form, ``"change"`` only
    before what changes something."""
    wants = fresh is True or (fresh == "change" and request.method not in _READING)
    return wants and not is_fresh(request)


def ask(request: HttpRequest) -> HttpResponse:
    """Send the person to the page where they prove that it is they. What they typed is kept, encrypted, and offered
    again afterwards; files are not."""
    prove = reverse("accounts:prove")
    if is_htmx(request):
        return go(f"{prove}?{urlencode({'next': _page_of(request)})}")
    if "application/json" in request.headers.get("Accept", ""):
        detail = _("Prove again that it is you: open your security page, then repeat this.")
        return JsonResponse({"title": _("Is it you?"), "detail": detail}, status=403)
    if request.method in _READING:
        return redirect(f"{prove}?{urlencode({'next': request.get_full_path()})}")
    onward = request.path if _keep(request) else _page_of(request)
    return redirect(f"{prove}?{urlencode({'next': onward})}")


def kept(request: HttpRequest, path: str) -> list[tuple[str, str]]:
    """The names and values of the form that was on its way to ``path`` when the proof was asked for."""
    stored = request.session.get(_SESSION_KEY)
    if not stored:
        return []
    try:
        content: dict[str, Any] = json.loads(vault.opened(stored))
    except ValueError:  # The secret key was changed meanwhile.
        return []
    if content["path"] != path:
        return []
    form = QueryDict(content["form"])
    return [(name, value) for name, values in form.lists() for value in values]


def forget(request: HttpRequest) -> None:
    """Drop the form that was kept."""
    request.session.pop(_SESSION_KEY, None)


def _keep(request: HttpRequest) -> bool:
    form = request.POST.copy()
    form.pop("csrfmiddlewaretoken", None)
    content = form.urlencode()
    if request.FILES or len(content) > KEPT_LIMIT:
        return False
    request.session[_SESSION_KEY] = vault.locked(json.dumps({"path": request.path, "form": content}))
    return True


def _page_of(request: HttpRequest) -> str:
    """The page that a request was made from, to go back to."""
    came_from = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer") or "")
    page = f"{came_from.path}?{came_from.query}" if came_from.query else came_from.path
    return page if is_own(request, page) else "/"


def _user(request: HttpRequest) -> Any:
    return request.user if request.user.is_authenticated else None
