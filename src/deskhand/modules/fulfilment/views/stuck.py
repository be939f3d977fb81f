"""Plans that do not go on by themselves."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from deskhand.modules.fulfilment import stuck
from deskhand.tickets.module_settings import settings_page, the_desk
from deskhand.web.gates import gate

PAGE = 50
"""Steps of the list at once."""


@gate("desk:fulfilment.steer", sample="desk")
@require_safe
def index(request: HttpRequest, desk: str) -> HttpResponse:
    """Steps that failed, are tried again, or are overdue; what waits longest first."""
    here = the_desk(desk)
    rows = Paginator(stuck.of_desk(here).select_related(*stuck.PARTS), PAGE).get_page(request.GET.get("page"))
    found = stuck.shown(list(rows.object_list))
    return settings_page(request, "fulfilment/stuck.html", here, rows=rows, found=found)
