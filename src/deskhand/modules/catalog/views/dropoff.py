"""How far people come in a form: what their browser tells, and the page that shows it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST, require_safe

from deskhand.kernel import switches
from deskhand.modules.catalog.actions import visits
from deskhand.modules.catalog.models import ItemVersion
from deskhand.modules.catalog.querysets import MODULE
from deskhand.modules.catalog.views.board import the_item
from deskhand.tickets.context import actor_of
from deskhand.tickets.module_settings import settings_page, the_desk
from deskhand.web.gates import gate


@gate("signed_in")
@require_POST
def reached(request: HttpRequest, pk: int) -> HttpResponse:
    """The last question (``code``) that was answered on a page (``key``). The answer is the same whatever is true."""
    rows = ItemVersion.objects.within(switches.desks_with(MODULE)).select_related("item")
    version = rows.filter(pk=pk).first()
    if version is not None:
        key, code = request.POST.get("key", ""), request.POST.get("code", "")
        visits.reach(actor=actor_of(request), version=version, key=key, code=code)
    return HttpResponse(status=204)


@gate("desk:catalog.design", sample="desk")
@require_safe
def page(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Each question of a version (``version``, else the one that counts) with how many came and how many stopped."""
    here = the_desk(desk)
    item = the_item(here, pk)
    rows = ItemVersion.objects.within(here).filter(item=item).select_related("item").order_by("-number")
    wanted = request.GET.get("version", "")
    is_number = wanted.isascii() and wanted.isdecimal() and len(wanted) < 9
    version = get_object_or_404(rows, number=int(wanted)) if is_number else item.published or rows.first()
    opened, ordered, told = visits.stops(version) if version is not None else (0, 0, [])
    return settings_page(
        request,
        "catalog/designer_dropoff.html",
        here,
        item=item,
        versions=[(one.number, str(one.number)) for one in rows[:50]],
        number=version.number if version is not None else 0,
        opened=opened,
        ordered=ordered,
        rows=told,
    )
