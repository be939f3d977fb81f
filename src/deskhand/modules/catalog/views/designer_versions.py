"""What counts of a form, what counted, and what is different."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from deskhand.kernel.errors import Invalid
from deskhand.modules.catalog.actions import designing
from deskhand.modules.catalog.asking import Form, read_form
from deskhand.modules.catalog.asking.differences import differences
from deskhand.modules.catalog.models import ItemVersion
from deskhand.modules.catalog.terms import terms_changed
from deskhand.modules.catalog.views.board import the_item
from deskhand.tickets.context import actor_of
from deskhand.tickets.module_settings import settings_page, the_desk
from deskhand.web.gates import gate

SHOWN = 50
"""Versions that the page shows, the newest first."""


@gate("desk:catalog.design", sample="desk")
@require_safe
def versions(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """The draft and the versions, each with what it changed."""
    here = the_desk(desk)
    item = the_item(here, pk)
    found = ItemVersion.objects.within(here).filter(item=item).select_related("published_by").order_by("-number")
    rows = list(found[: SHOWN + 1])
    forms = [read_form(one.form) for one in rows]
    before = [*forms, Form()][1:]
    terms = [*(one.terms for one in rows), {}]
    told = [
        (row, [*differences(before[at], forms[at]), *terms_changed(terms[at + 1], terms[at], here.pk)])
        for at, row in enumerate(rows)
    ]
    is_draft = item.draft is not None
    now = read_form(item.published.form) if item.published is not None else Form()
    return settings_page(
        request,
        "catalog/designer_versions.html",
        here,
        item=item,
        rows=told[:SHOWN],
        is_draft=is_draft,
        draft_says=differences(now, read_form(designing.draft_of(item))) if is_draft else [],
        terms_say=terms_changed(item.published.terms, designing.terms_of(item), here.pk) if item.published else [],
    )


@gate("desk:catalog.design", sample="desk")
@require_POST
def publish(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """What is being written counts from now on."""
    item = the_item(the_desk(desk), pk)
    try:
        version = designing.publish_form(actor=actor_of(request), item=item, note=request.POST.get("note", ""))
    except Invalid as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Version %(number)s counts from now on.") % {"number": version.number})
    return redirect("catalog:design_versions", desk, pk)


@gate("desk:catalog.design", sample="desk")
@require_POST
def roll_back(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """An older version (``number``) counts again, as a new one."""
    item = the_item(the_desk(desk), pk)
    number = request.POST.get("number", "")
    try:
        version = designing.roll_back(
            actor=actor_of(request), item=item, number=int(number) if number.isascii() and number.isdecimal() else 0
        )
    except Invalid as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("Version %(number)s asks again what version %(old)s asked.")
        messages.success(request, said % {"number": version.number, "old": number})
    return redirect("catalog:design_versions", desk, pk)


@gate("desk:catalog.design", sample="desk")
@require_POST
def drop(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Throw the draft away."""
    designing.drop_draft(actor=actor_of(request), item=the_item(the_desk(desk), pk))
    messages.success(request, _("The draft is gone. What is published stays."))
    return redirect("catalog:design", desk, pk)
