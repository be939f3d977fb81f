"""`Idempotency-Key`: the same POST twice has its effect once and gets the same answer twice."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable

from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _

from deskhand.api import actions, in_flight
from deskhand.api.bearers import ApiRequest
from deskhand.api.models import KEY_LIMIT, StoredAnswer
from deskhand.kernel.errors import Invalid

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
"""Header of an answer that was given before."""

PATTERN = r"^[\x21-\x7e]+$"
"""What a key may be made of: visible ASCII."""

KEPT_HEADERS = ("Content-Type", "Location", "ETag")


def answered_once(request: ApiRequest, run: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer of ``run``, or the one that the same request got within a day. A refusal is not kept: the effect
    did not happen, so the request may be repeated; nor is what says of itself that nobody may store it. Raises
    InFlight while the same key is being answered."""
    key = request.headers.get(HEADER)
    if key is None or request.method != "POST":
        return run()
    route = _route(request)
    with in_flight.alone(f"{request.bearer.token.pk} {route} {_checked(key)}"), transaction.atomic():
        row, is_first = actions.reserve_answer(
            token=request.bearer.token, route=route, key=key, digest=_digest(request)
        )
        if not is_first:
            return _again(row, _digest(request))
        response = run()
        if response.status_code >= 400:
            transaction.set_rollback(True)
        elif "no-store" in response.headers.get("Cache-Control", ""):
            actions.forget_answer(row=row)
        else:
            _keep(row, response)
        return response


def _checked(key: str) -> str:
    if len(key) <= KEY_LIMIT and re.fullmatch(PATTERN, key):
        return key
    words = _("Between 1 and %(limit)s visible ASCII characters.") % {"limit": KEY_LIMIT}
    raise Invalid(_("This Idempotency-Key cannot be taken."), {HEADER: words})


def _route(request: ApiRequest) -> str:
    return f"{request.method} {request.path}"[:300]


def _digest(request: ApiRequest) -> str:
    """Of what was sent. The boundary of a multipart form is chance, so its parts count and not its bytes."""
    found = hashlib.sha256(request.META.get("QUERY_STRING", "").encode())
    if request.content_type != "multipart/form-data":
        found.update(request.body)
        return found.hexdigest()
    for name, values in sorted(request.POST.lists()):
        found.update(repr((name, values)).encode())
    for name, files in sorted(request.FILES.lists()):
        for one in files:
            found.update(repr((name, one.name, one.size)).encode())
            for chunk in one.chunks():
                found.update(chunk)
            one.seek(0)
    return found.hexdigest()


def _keep(row: StoredAnswer, response: HttpResponse) -> None:
    headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    actions.keep_answer(row=row, status=response.status_code, headers=headers, body=response.content.decode())


def _again(row: StoredAnswer, digest: str) -> HttpResponse:
    if row.digest != digest:
        words = _("This key came with another request before. Use a new key for each new request.")
        raise Invalid(_("An Idempotency-Key stands for one request."), {HEADER: words})
    response = HttpResponse(row.body, status=row.status, headers=row.headers)
    response.headers[REPLAYED] = "true"
    return response
