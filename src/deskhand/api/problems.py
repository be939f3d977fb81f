"""Refusals as problem documents (RFC 9457): one kind of body for whatever goes wrong."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deskhand.kernel.errors import Conflict, DeskhandError, IllegalTransition, Invalid, NotFound, TooMany
from deskhand.kernel.query import QueryError

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Kind:
    """A kind of problem: its code (the end of its ``type``), its status, and its title."""

    code: str
    status: int
    title: str | Promise
    meaning: str


KINDS = {
    kind.code: kind
    for kind in (
        Kind("malformed", 400, gettext_lazy("This request cannot be understood"), "It is no JSON, or cut off."),
        Kind("refused", 400, gettext_lazy("This was not done"), "The detail says why."),
        Kind(
            "unauthorized",
            401,
            gettext_lazy("A token is needed"),
            "There is no token in the request, or it is unknown, expired or revoked, or its person is switched off.",
        ),
        Kind(
            "denied",
            403,
            gettext_lazy("You may not do this"),
            "You may read this but not do that; the detail says who may. Also every change with a reading token, "
            "and with a writing one what needs the scope `full`.",
        ),
        Kind(
            "factor_needed",
            403,
            gettext_lazy("A second factor is needed"),
            "A role of the token's owner needs a second factor, and they have none. The detail says where to set one "
            "up; the token works again from then on.",
        ),
        Kind(
            "not_found",
            404,
            gettext_lazy("Nothing here"),
            "It does not exist, or you may not know that it does: both look the same.",
        ),
        Kind("method_not_allowed", 405, gettext_lazy("This cannot be done here"), "The header Allow says what can."),
        Kind(
            "conflict",
            409,
            gettext_lazy("This does not fit any more"),
            "Somebody else was quicker, or something of that name is there already.",
        ),
        Kind(
            "in_flight",
            409,
            gettext_lazy("The same request is being answered"),
            "Another request with this Idempotency-Key has not been answered yet. Ask again after Retry-After seconds.",
        ),
        Kind(
            "illegal_transition",
            409,
            gettext_lazy("The status cannot change like this"),
            "The member allowed lists what can follow.",
        ),
        Kind(
            "stale",
            412,
            gettext_lazy("Somebody changed this meanwhile"),
            "The ticket has another version than If-Match says. Read it again, then repeat the change.",
        ),
        Kind("too_large", 413, gettext_lazy("This is too large"), "The detail says how much is taken."),
        Kind(
            "unknown_media",
            415,
            gettext_lazy("The body is of another kind"),
            "The header Content-Type names another media type than this route takes.",
        ),
        Kind(
            "invalid",
            422,
            gettext_lazy("The input cannot be taken"),
            "The member errors names each field with what to write instead.",
        ),
        Kind(
            "query",
            422,
            gettext_lazy("The query cannot be understood"),
            "The member errors points at the word by position and length, in characters.",
        ),
        Kind(
            "too_many", 429, gettext_lazy("Too many requests"), "The header Retry-After says how many seconds to wait."
        ),
        Kind("broken", 500, gettext_lazy("Something broke here"), "A fault of ours. Nothing was changed."),
        Kind("busy", 503, gettext_lazy("Too busy just now"), "Nothing was changed. Try again in a second."),
    )
}
"""Every kind of problem, by code."""


def problem(request: HttpRequest, code: str, detail: object, *, status: int = 0, **more: Any) -> HttpResponse:
    """The answer for a kind of problem. ``more`` are further members; empty ones are left out."""
    kind = KINDS[code]
    body = {
        "type": f"{reverse('api:docs')}#problem-{kind.code}",
        "title": str(kind.title),
        "status": status or kind.status,
        "detail": str(detail),
        "instance": request.path,
        **{name: value for name, value in more.items() if value not in (None, [], {}, "")},
    }
    content = json.dumps(body, cls=DjangoJSONEncoder, ensure_ascii=False)
    told = content.encode(errors="replace")  # A refusal may quote what was sent, halves of characters too.
    return HttpResponse(told, status=body["status"], content_type=MEDIA_TYPE)


def refusal(request: HttpRequest, error: DeskhandError) -> HttpResponse:
    """The answer for what an action refused."""
    if isinstance(error, NotFound):
        return absent(request, merged_into=getattr(error, "merged_into", None))
    code = error.code if error.code in KINDS else "refused"
    response = problem(request, code, error, status=error.status, **_members(error))
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.retry_after)
    if code == "in_flight":
        response.headers["Retry-After"] = "1"
    return response


def absent(request: HttpRequest, merged_into: int | None = None) -> HttpResponse:
    """404, in the same words for what is not there and for what may not be known."""
    words = _("It does not exist, or you do not have access to it.")
    return problem(request, "not_found", words, merged_into=merged_into)


def unauthorized(request: HttpRequest) -> HttpResponse:
    """401 with the challenge that HTTP asks for."""
    given = bool(request.headers.get("Authorization"))
    if given:
        sentence = _("This token does not work: it is unknown, expired or revoked. Make a new one.")
    else:
        sentence = _("Send the header “Authorization: Bearer dh_…” with a token of yours.")
    response = problem(request, "unauthorized", sentence)
    response.headers["WWW-Authenticate"] = 'Bearer realm="Deskhand"' + (', error="invalid_token"' if given else "")
    return response


def field_errors(fields: Mapping[str, str], sentence: str) -> list[dict[str, Any]]:
    """The member ``errors`` for fields that were refused."""
    return [{"field": name, "detail": words or sentence} for name, words in fields.items()]


def _members(error: DeskhandError) -> dict[str, Any]:
    if isinstance(error, QueryError):
        return {"errors": [_place(error)]}
    if isinstance(error, IllegalTransition):
        return {"allowed": error.allowed}
    if isinstance(error, Invalid):
        return {"errors": field_errors(error.fields, str(error))}
    if isinstance(error, Conflict):
        return {"errors": [{"field": name, "detail": _triple(values)} for name, values in error.fields.items()]}
    return {}


def _place(error: QueryError) -> dict[str, Any]:
    found = {"field": "q", "detail": error.message, "position": error.position, "length": error.length}
    return found | ({"suggestion": error.suggestion} if error.suggestion else {})


def _triple(values: Sequence[object]) -> str:
    before, theirs, yours = values
    return _("It was “%(before)s”, it is “%(theirs)s” now, you want “%(yours)s”.") % {
        "before": before,
        "theirs": theirs,
        "yours": yours,
    }
