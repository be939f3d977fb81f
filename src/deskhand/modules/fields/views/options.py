"""The choices of a field: a list, or a tree such as the desk's categories."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from deskhand.accounts.models import Desk
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.modules.fields import actions
from deskhand.modules.fields.forms import OptionForm
from deskhand.modules.fields.models import Field, Option, Value
from deskhand.modules.fields.queries import options_of
from deskhand.modules.fields.views.frame import the_field, the_option
from deskhand.tickets.context import actor_of
from deskhand.tickets.module_settings import settings_page, the_desk
from deskhand.web.gates import gate
from deskhand.web.refusals import put_on


@gate("desk:fields.configure", sample="desk")
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """All choices; POST adds one."""
    here = the_desk(desk)
    field = the_field(here, pk)
    if not field.is_listed:
        raise NotFound
    form = OptionForm(request.POST if request.method == "POST" else None, field=field)
    if request.method == "POST" and _saved(request, field, form, None):
        messages.success(request, _("The choice is added."))
        return redirect("fields:options", desk, pk)
    return _page(request, here, field, form, status=422 if form.errors else 200)


@gate("desk:fields.configure", sample="desk")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Rename a choice, or put it below another."""
    here = the_desk(desk)
    row = the_option(here, pk)
    if request.method != "POST":
        form = OptionForm(field=row.field, option=row, initial={"label": row.label, "parent": row.parent_id})
        return _page(request, here, row.field, form, row=row)
    form = OptionForm(request.POST, field=row.field, option=row)
    if not _saved(request, row.field, form, row):
        return _page(request, here, row.field, form, row=row, status=422)
    messages.success(request, _("The choice is saved. Tickets that have it keep it."))
    return redirect("fields:options", desk, row.field_id)


@gate("desk:fields.configure", sample="desk")
@require_POST
def move(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """One place up or down (``way``) among those beside it."""
    row = the_option(the_desk(desk), pk)
    actions.move_option(actor=actor_of(request), option=row, up=request.POST.get("way") == "up")
    return redirect(f"{reverse('fields:options', args=[desk, row.field_id])}#choice-{row.pk}")


@gate("desk:fields.configure", sample="desk")
@require_POST
def archive(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Offer it no more, or (``back``) again."""
    row = the_option(the_desk(desk), pk)
    archived = "back" not in request.POST
    actions.archive_option(actor=actor_of(request), option=row, archived=archived)
    words = (
        _("The choice is archived. Tickets that have it keep it.") if archived else _("The choice is offered again.")
    )
    messages.success(request, words)
    return redirect("fields:options", desk, row.field_id)


def _saved(request: HttpRequest, field: Field, form: OptionForm, row: Option | None) -> bool:
    if not form.is_valid():
        return False
    try:
        actions.save_option(actor=actor_of(request), field=field, option=row, **form.cleaned_data)
    except Invalid as refusal:
        put_on(form, refusal)
        return False
    return True


def _page(
    request: HttpRequest,
    desk: Desk,
    field: Field,
    form: OptionForm,
    *,
    row: Option | None = None,
    status: int = 200,
) -> HttpResponse:
    rows = options_of(desk.pk, [field.pk]).get(field.pk, [])
    used = Value.objects.within(desk).filter(field=field).values_list("option_id").annotate(tickets=Count("pk"))
    given = {"field": field, "form": form, "row": row, "rows": rows, "used": dict(used)}
    return settings_page(request, "fields/options.html", desk, status=status, **given)
