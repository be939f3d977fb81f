"""The page "Security": the second factor, the password, and where one is signed in."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from deskhand.accounts import actions, factors, policy, sessions
from deskhand.accounts.actors import actor_for
from deskhand.accounts.models import Person
from deskhand.kernel.actor import Actor, Channel
from deskhand.web.gates import gate
from deskhand.web.portal_frame import portal_frame


@gate("signed_in")
@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """How the person comes in, and where they are."""
    return page(request)


@gate("signed_in", fresh=True)
@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """End one session; one's own is signing out."""
    actions.end_session(actor=actor_of(request), session=pk)
    messages.success(request, _("That browser is signed out."))
    return redirect("accounts:security")


@gate("signed_in", fresh=True)
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """End every session but this one."""
    key = request.session.session_key or ""
    count = actions.end_sessions(actor=actor_of(request), person=person_of(request), except_key=key)
    words = ngettext("%(n)s other browser is signed out.", "%(n)s other browsers are signed out.", count)
    messages.success(request, words % {"n": count})
    return redirect("accounts:security")


@gate("signed_in")
@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """Somebody is there."""
    sessions.seen(request)
    return HttpResponse(status=204)


def page(
    request: HttpRequest, template: str = "accounts/security.html", *, status: int = 200, **given: Any
) -> HttpResponse:
    """A page of this corner, in the portal's frame."""
    person = person_of(request)
    rows = factors.of(person)
    context = {
        "app": next((row for row in rows if row.type == factors.TOTP), None),
        "passkeys": [_passkey(row) for row in rows if row.type == factors.PASSKEY],
        "codes_left": factors.codes_left(person),
        "is_needed": policy.needs_second(actor_for(person, Channel.WEB)),
        "has_password": person.has_usable_password(),
        "sessions": sessions.of_person(request),
        **given,
        **portal_frame(request),
    }
    response = render(request, template, context, status=status)
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _passkey(row: Any) -> dict[str, Any]:
    return {"id": row.pk, "name": row.data["name"], "made_at": row.created_at, "used_at": row.last_used_at}


def person_of(request: HttpRequest) -> Person:
    """Whoever is signed in; the gate has seen to it that somebody is."""
    return cast(Person, request.user)


def actor_of(request: HttpRequest) -> Actor:
    """The same as an actor."""
    return cast(Actor, request.actor)  # type: ignore[attr-defined]
