"""The fields of a desk."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from deskhand.accounts.models import Desk
from deskhand.kernel.errors import Invalid
from deskhand.modules.fields import actions
from deskhand.modules.fields.forms import FieldForm
from deskhand.modules.fields.models import Field
from deskhand.modules.fields.views.frame import the_field
from deskhand.tickets.context import actor_of
from deskhand.tickets.module_settings import settings_page, the_desk
from deskhand.web.gates import gate
from deskhand.web.refusals import put_on


@gate("desk:fields.configure", sample="desk")
def index(request: HttpRequest, desk: str) -> HttpResponse:
    """The fields in the order of the forms, and the archived ones."""
    here = the_desk(desk)
    rows = list(Field.objects.within(here))
    given: dict[str, Any] = {
        "rows": [one for one in rows if not one.is_archived],
        "archived": [one for one in rows if one.is_archived],
    }
    return settings_page(request, "fields/list.html", here, **given)


@gate("desk:fields.configure", sample="desk")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, desk: str, pk: int | None = None) -> HttpResponse:
    """One field, or a new one."""
    here = the_desk(desk)
    row = the_field(here, pk) if pk else None
    if request.method != "POST":
        return _form(request, here, FieldForm.of(row) if row else FieldForm.fresh(here), row)
    form = FieldForm(request.POST, desk=here, field=row)
    saved = _saved(request, here, row, form) if form.is_valid() else None
    if saved is None:
        return _form(request, here, form, row, status=422)
    messages.success(request, _("The field is saved."))
    if row is None and saved.is_listed:
        return redirect("fields:options", desk, saved.pk)
    return redirect("fields:list", desk)


@gate("desk:fields.configure", sample="desk")
@require_POST
def move(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """One place up or down (``way``)."""
    row = the_field(the_desk(desk), pk)
    actions.move_field(actor=actor_of(request), field=row, up=request.POST.get("way") == "up")
    return redirect(f"{reverse('fields:list', args=[desk])}#field-{row.pk}")


@gate("desk:fields.configure", sample="desk")
@require_POST
def archive(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Ask it no more."""
    actions.archive_field(actor=actor_of(request), field=the_field(the_desk(desk), pk))
    undo = reverse("fields:restore", args=[desk, pk])
    messages.success(request, _("The field is archived. Tickets keep what they hold."), extra_tags=f"undo:{undo}")
    return redirect("fields:list", desk)


@gate("desk:fields.configure", sample="desk")
@require_POST
def restore(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Ask it again."""
    try:
        actions.restore_field(actor=actor_of(request), field=the_field(the_desk(desk), pk))
    except Invalid as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The field is asked again."))
    return redirect("fields:list", desk)


def _saved(request: HttpRequest, desk: Desk, row: Field | None, form: FieldForm) -> Field | None:
    """The field, or None if the action refuses; the form then says why."""
    try:
        return actions.save_field(actor=actor_of(request), desk=desk, details=form.details, field=row)
    except Invalid as refusal:
        put_on(form, refusal)
        return None


def _form(request: HttpRequest, desk: Desk, form: FieldForm, row: Field | None, status: int = 200) -> HttpResponse:
    choices = list(row.options.filter(is_archived=False)[:8]) if row is not None and row.is_listed else []
    return settings_page(request, "fields/form.html", desk, status=status, form=form, row=row, choices=choices)
