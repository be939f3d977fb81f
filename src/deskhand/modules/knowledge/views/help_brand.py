"""Homes as readers meet them: a brand's own address, and the logo and colours of each."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from deskhand.accounts.models import Desk
from deskhand.files import blobs
from deskhand.kernel.errors import NotFound
from deskhand.modules.knowledge import homes, structured, tongues
from deskhand.modules.knowledge.models import Home
from deskhand.modules.knowledge.views import help_search
from deskhand.modules.knowledge.views.help_frame import for_readers, help_page, language_of, own_forms
from deskhand.portal.pages import actor_of
from deskhand.portal.views.brand import KEPT
from deskhand.tickets.links import absolute
from deskhand.web.colour import stylesheet
from deskhand.web.gates import gate


@own_forms
@gate("public", sample="desk")
@require_http_methods(["GET", "HEAD", "POST"])
@for_readers
def brand(request: HttpRequest, desk: Desk, word: str) -> HttpResponse:
    """A brand's home, for whoever knows its address; or what was found for a question there."""
    home = homes.brand(request, desk, word)
    here = reverse("knowledge:help_brand", args=[desk.key, home.word])
    if request.method == "POST":
        return help_search.noted(request, [desk], here)
    if question := help_search.asked(request):
        found = help_search.context(request, [desk], question) | {"here": here, "is_indexed": False}
        return help_page(request, desk, "knowledge/help_found.html", found)
    return own_home(request, desk, home, here)


def own_home(request: HttpRequest, desk: Desk, home: Home, here: str) -> HttpResponse:
    """The page of a home at its address."""
    context = homes.given(request, home, desk, actor_of(request)) | {
        "here": here,
        "canonical": absolute(here),
        "structured": structured.of_home(home, absolute(here), home.said(language_of(request))),
        "alternates": [(code, f"{absolute(here)}?language={code}") for code, _label in tongues.offered(desk.pk)],
    }
    return help_page(request, desk, "knowledge/help_own_home.html", context)


@gate("public")
@require_safe
def logo(request: HttpRequest, mark: str) -> HttpResponse:
    """The logo of a home."""
    found = homes.home_by_mark(mark)
    if found is None or found.logo is None:
        raise NotFound
    return HttpResponse(blobs.read(found.logo), content_type="image/png", headers={"Cache-Control": KEPT})


@gate("public")
@require_safe
def colours(request: HttpRequest, mark: str) -> HttpResponse:
    """The accent colour of a home as a stylesheet, in shades that can be read in both themes."""
    found = homes.home_by_mark(mark)
    if found is None or not found.accent:
        raise NotFound
    sheet = stylesheet(found.accent)
    return HttpResponse(sheet, content_type="text/css; charset=utf-8", headers={"Cache-Control": KEPT})
