"""Logo and colours of a desk. Their addresses hold a mark that nobody can guess and that changes with them."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from deskhand.accounts.models import DeskBrand
from deskhand.files import blobs
from deskhand.web.colour import stylesheet
from deskhand.web.gates import gate

KEPT = "public, max-age=31536000, immutable"
"""How long browsers keep them: another logo has another address."""


@gate("public")
@require_safe
def logo(request: HttpRequest, mark: str) -> HttpResponse:
    """The desk's logo."""
    found = _brand(mark)
    if found.logo is None:
        raise Http404
    return HttpResponse(blobs.read(found.logo), content_type="image/png", headers={"Cache-Control": KEPT})


@gate("public")
@require_safe
def colours(request: HttpRequest, mark: str) -> HttpResponse:
    """The desk's accent colour as a stylesheet, in shades that can be read in both themes."""
    found = _brand(mark)
    if not found.accent:
        raise Http404
    return HttpResponse(
        stylesheet(found.accent), content_type="text/css; charset=utf-8", headers={"Cache-Control": KEPT}
    )


def _brand(mark: str) -> DeskBrand:
    found = DeskBrand.objects.select_related("logo").filter(mark=mark).first()
    if found is None or not (found.accent or found.logo_id):
        raise Http404
    return found
