"""A look at a desk as it would be with other modules on: for one person, for a short time, reading only.

What is looked at stands in a signed cookie of that person's browser; nothing is stored and nothing is switched. Within
such a request :mod:`deskhand.kernel.switches` answers as if, and the person has the one role whose screen they look at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk
from deskhand.kernel import clock, switches
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Denied
from deskhand.kernel.permissions import AGENT, LEAD
from deskhand.web import errors

COOKIE = "deskhand_preview"
"""The browser's cookie."""

PREVIEW_LASTS = timedelta(minutes=15)
"""How long a preview lasts; then everything is shown again as it is."""

SEEKER = "requester"
"""The screen of somebody without a role on the desk."""

ROLES = (AGENT, LEAD, SEEKER)
"""Whose screens can be looked at."""

_SALT = "deskhand.preview"
_READING = ("GET", "HEAD", "OPTIONS")
_OWN_PAGES = ("preview", "preview_end")


@dataclass(frozen=True)
class Preview:
    """What is looked at: the desk, the modules that are supposed to be on, and the role."""

    desk_id: int
    desk_key: str
    on: frozenset[str]
    role: str


def begin(response: HttpResponse, actor: Actor, desk: Desk, on: Iterable[str], role: str, *, is_secure: bool) -> None:
    """Let the browser keep what its person looks at."""
    until = (clock.now() + PREVIEW_LASTS).timestamp()
    who = {"person": actor.person_id, "until": until}
    value = {**who, "desk": desk.pk, "key": desk.key, "on": sorted(on), "role": role}
    response.set_cookie(
        COOKIE,
        signing.dumps(value, salt=_SALT),
        max_age=int(PREVIEW_LASTS.total_seconds()),
        secure=is_secure,
        httponly=True,
        samesite="Lax",
    )


def end(response: HttpResponse) -> None:
    """Show everything as it is."""
    response.delete_cookie(COOKIE, samesite="Lax")


def preview_of(request: HttpRequest) -> Preview | None:
    """What this request looks at, if its person still may: whoever cannot read the desk sees no more by looking."""
    given = request.COOKIES.get(COOKIE)
    if not given:
        return None
    try:
        value: dict[str, Any] = signing.loads(given, salt=_SALT)
    except signing.BadSignature:
        return None
    actor: Actor = request.actor  # type: ignore[attr-defined]
    desk_id = value["desk"]
    if value["until"] < clock.now().timestamp() or value["role"] not in ROLES:
        return None
    if actor.person_id != value["person"] or not may_look(actor, desk_id):
        return None
    return Preview(desk_id, value["key"], frozenset(value["on"]), value["role"])


def may_look(actor: Actor, desk_id: int) -> bool:
    """True for those who switch the desk's modules and read its tickets: no role shows them more than they have."""
    return actor.may("modules.switch", desk_id) and actor.may("tickets.read", desk_id)


class LooksAhead:
    """Answers a request of somebody who looks at a preview as if; refuses whatever is more than looking."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        found = preview_of(request)
        request.preview = found  # type: ignore[attr-defined]
        if found is None:
            return self.get_response(request)
        with switches.supposing(found.desk_id, found.on):
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        found: Preview | None = request.preview  # type: ignore[attr-defined]
        match = request.resolver_match
        if found is None or match is None or (match.app_name == "ops" and match.url_name in _OWN_PAGES):
            return None
        if request.method not in _READING:
            return errors.refusal(request, Denied(_("This is a preview: nothing can be changed in it. End it first.")))
        actor: Actor = request.actor  # type: ignore[attr-defined]
        request.actor = actor.only_as("" if found.role == SEEKER else found.role, found.desk_id)  # type: ignore[attr-defined]
        return None


def looking(request: HttpRequest) -> dict[str, Any]:
    """Context of the bar above a preview: whose screen it is, and the ways to the others and out."""
    found: Preview | None = getattr(request, "preview", None)
    if found is None:
        return {}
    screens = [(AGENT, _("Agent")), (LEAD, _("Lead")), (SEEKER, _("Requester"))]
    return {
        "looking": {
            "role": found.role,
            "wanted": sorted(found.on),
            "url": reverse("ops:preview", args=[found.desk_key]),
            "end_url": reverse("ops:preview_end", args=[found.desk_key]),
            "screens": [{"role": role, "label": label} for role, label in screens],
        }
    }
