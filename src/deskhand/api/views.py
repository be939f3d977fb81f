"""What is public: the OpenAPI document, and the reference made of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET

from deskhand.api import document, reference_page
from deskhand.api.problems import absent
from deskhand.web.gates import gate
from deskhand.web.portal_frame import portal_frame


@require_GET
@gate("public")
def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI 3.1 document of what is switched on."""
    return JsonResponse(document.current(), json_dumps_params={"ensure_ascii": False})


@require_GET
@gate("public")
def reference(request: HttpRequest) -> HttpResponse:
    """The same document, to be read by people."""
    frame = portal_frame(request)
    return render(request, "api/reference.html", frame | reference_page.context(document.current()))


@csrf_exempt
@gate("public")
def nothing(request: HttpRequest, **_rest: Any) -> HttpResponse:
    """404 in the API's own words, for whatever it has not."""
    return absent(request)
