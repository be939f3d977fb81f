"""Pictures of items and categories: shown to whom the item may be ordered by, kept by who keeps the catalog."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from deskhand.accounts.models import Desk
from deskhand.files import blobs
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.modules.catalog import access, shown
from deskhand.modules.catalog.actions.pictures import drop_picture, set_picture
from deskhand.modules.catalog.forms_pictures import PictureForm
from deskhand.modules.catalog.models import Item, Shelf
from deskhand.portal.pages import actor_of as reader_of
from deskhand.tickets.context import actor_of
from deskhand.tickets.module_settings import settings_page, the_desk
from deskhand.web.gates import gate

KEPT = "private, max-age=86400"
"""How long browsers keep a picture: another one has another address."""


@gate("signed_in", sample="desk")
@require_safe
def of_item(request: HttpRequest, desk: str, code: str) -> HttpResponse:
    """The picture of an item that the reader may order, or whose desk's catalog they read."""
    actor = reader_of(request)
    try:
        row = access.orderable_item_for(actor, desk, code)
    except NotFound:
        row = access.item_for(actor, the_desk(desk), code)
    return _sent(row)


@gate("signed_in", sample="desk")
@require_safe
def of_shelf(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture of a category in which the reader may order something, or whose desk's catalog they read."""
    actor = reader_of(request)
    served: Shelf | None = Shelf.objects.served_by(actor).filter(pk=pk).first()
    return _sent(served or shown.shelf_for(actor, pk))


def _sent(row: Item | Shelf) -> HttpResponse:
    if row.picture is None:
        raise NotFound
    headers = {"Cache-Control": KEPT, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(blobs.read(row.picture), content_type="image/webp", headers=headers)


@gate("desk:catalog.design", sample="desk")
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Choose the picture of an item, or take it away (``drop``)."""
    here = the_desk(desk)
    row: Item = get_object_or_404(Item.objects.within(here).select_related("desk"), pk=pk)
    return _kept(request, here, row, row.title, reverse("catalog:settings_item", args=[desk, pk]))


@gate("desk:catalog.design", sample="desk")
@require_http_methods(["GET", "HEAD", "POST"])
def shelf(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Choose the picture of a category, or take it away (``drop``)."""
    here = the_desk(desk)
    row: Shelf = get_object_or_404(Shelf.objects.within(here).select_related("desk"), pk=pk)
    return _kept(request, here, row, row.title, reverse("catalog:settings_shelf", args=[desk, pk]))


def _kept(request: HttpRequest, desk: Desk, row: Any, title: str, back: str) -> HttpResponse:
    is_sent = request.method == "POST"
    form = PictureForm(
        request.POST if is_sent else None, request.FILES if is_sent else None, initial={"words": row.picture_words}
    )
    actor = actor_of(request)
    if is_sent and "drop" in request.POST:
        drop_picture(actor=actor, of=row)
        messages.success(request, _("The picture is gone. The icon is shown again."))
        return redirect(back)
    if is_sent and form.is_valid() and _tried(form, lambda: set_picture(actor=actor, of=row, **form.given())):
        messages.success(request, _("The picture is saved."))
        return redirect(back)
    given = {"form": form, "picture": shown.picture_of(row), "title": title, "back": back}
    return settings_page(request, "catalog/settings_picture.html", desk, status=422 if form.errors else 200, **given)


def _tried(form: forms.Form, act: Callable[[], Any]) -> bool:
    try:
        act()
    except Invalid as refusal:
        for name, words in refusal.fields.items():
            form.add_error(name, words)
        return False
    return True
