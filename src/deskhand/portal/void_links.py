"""What a link of a letter answers that opens nothing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from deskhand.portal.pages import page


def void_page(request: HttpRequest, why: str, *, instead: str, label: str, page_name: str) -> HttpResponse:
    """Answer a link that opens nothing: why, and where to see the same ``instead`` after signing in."""
    shown = {"why": why, "instead": instead, "label": label, "address": reverse(page_name)}
    return page(request, "portal/letter_link_void.html", shown, status=404)
