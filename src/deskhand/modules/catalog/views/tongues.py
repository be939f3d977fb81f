"""The texts of an item and its questions in another language."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from deskhand.kernel.errors import Invalid, NotFound
from deskhand.modules.catalog import tongues
from deskhand.modules.catalog.actions.designing import draft_of
from deskhand.modules.catalog.actions.translating import LIMITS, translate
from deskhand.modules.catalog.models import Item
from deskhand.modules.catalog.models.service import WORDS_LIMIT
from deskhand.tickets.context import actor_of
from deskhand.tickets.module_settings import settings_page, the_desk
from deskhand.web.gates import gate

LONG = 90
"""Texts with more characters than this are written into a larger field."""


@gate("desk:catalog.design", sample="desk")
@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Each text as it is written, with a field for it in one ``language``."""
    here = the_desk(desk)
    item: Item = get_object_or_404(Item.objects.within(here).select_related("published", "desk"), pk=pk)
    code = request.GET.get("language") or tongues.usual(here)
    if code not in dict(tongues.offered()):
        raise NotFound
    if request.method != "POST":
        return _page(request, item, code, {})
    own = {name: request.POST.get(name, "") for name in tongues.OWN}
    form = {text: request.POST.get(_mark(text), "") for text in _asked(item)}
    try:
        translate(actor=actor_of(request), item=item, language=code, own=own, form=form)
    except Invalid as refusal:
        return _page(request, item, code, {**own, tongues.FORM: form}, refusal)
    messages.success(request, _("The texts are saved."))
    return redirect(f"{reverse('catalog:settings_words', args=[desk, pk])}?language={code}")


def _asked(item: Item) -> list[str]:
    """The texts of its questions: those being written, else those that are published."""
    return list(tongues.texts_in(draft_of(item)))


def _mark(text: str) -> str:
    """The name of the field of a text, whatever else is asked by now."""
    return f"t.{hashlib.sha256(text.encode()).hexdigest()[:12]}"


def _page(
    request: HttpRequest, item: Item, code: str, given: dict[str, Any], refusal: Invalid | None = None
) -> HttpResponse:
    said = given or (item.words or {}).get(code) or {}
    asked = said.get(tongues.FORM) or {}
    labels = {
        "title": _("Title"),
        "summary": _("Summary"),
        "description": _("Description"),
        "out_of_stock": _("Not to be had now, because"),
        "picture_words": _("What the picture shows"),
    }
    own = [
        (name, label, getattr(item, name), said.get(name, "")) for name, label in labels.items() if getattr(item, name)
    ]
    here = reverse("catalog:settings_words", args=[item.desk.key, item.pk])
    return settings_page(
        request,
        "catalog/settings_words.html",
        item.desk,
        status=422 if refusal else 200,
        item=item,
        own=[(*one, LIMITS.get(one[0], WORDS_LIMIT)) for one in own],
        texts=[(_mark(text), text, asked.get(text, ""), len(text) > LONG) for text in _asked(item)],
        tabs=[
            {"label": name, "url": f"{here}?language={one}", "is_current": one == code}
            for one, name in tongues.offered()
        ],
        code=code,
        refusal=refusal,
    )
