"""Ticket templates of a desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from deskhand.accounts.models import Desk
from deskhand.kernel.errors import Invalid
from deskhand.modules.fields import actions
from deskhand.modules.fields.forms import TemplateForm
from deskhand.modules.fields.inputs import part, posted_texts, typed_words
from deskhand.modules.fields.models import Template
from deskhand.modules.fields.queries import asking
from deskhand.modules.fields.views.frame import the_template
from deskhand.tickets.context import actor_of
from deskhand.tickets.module_settings import settings_page, the_desk
from deskhand.web.gates import gate
from deskhand.web.refusals import put_on


@gate("desk:fields.configure", sample="desk")
def index(request: HttpRequest, desk: str) -> HttpResponse:
    """All templates, archived ones at the end."""
    here = the_desk(desk)
    rows = list(Template.objects.within(here).select_related("team"))
    given: dict[str, Any] = {
        "rows": [one for one in rows if not one.is_archived],
        "archived": [one for one in rows if one.is_archived],
    }
    return settings_page(request, "fields/templates.html", here, **given)


@gate("desk:fields.configure", sample="desk")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, desk: str, pk: int | None = None) -> HttpResponse:
    """One template, or a new one."""
    here = the_desk(desk)
    row = the_template(here, pk) if pk else None
    if request.method != "POST":
        form = TemplateForm.of(row) if row else TemplateForm(desk=here, initial={"priority": "normal"})
        return _form(request, here, form, row)
    form = TemplateForm(request.POST, desk=here)
    wrong = _saved(request, here, form, row) if form.is_valid() else {}
    if wrong is None:
        messages.success(request, _("The template is saved."))
        return redirect("fields:templates", desk)
    return _form(request, here, form, row, wrong=wrong, status=422)


@gate("desk:fields.configure", sample="desk")
@require_POST
def archive(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Offer it no more, or (``back``) again."""
    archived = "back" not in request.POST
    actions.archive_template(actor=actor_of(request), template=the_template(the_desk(desk), pk), archived=archived)
    words = _("The template is archived.") if archived else _("The template is offered again.")
    messages.success(request, words)
    return redirect("fields:templates", desk)


def _saved(request: HttpRequest, desk: Desk, form: TemplateForm, row: Template | None) -> Mapping[str, str] | None:
    """None if it is saved; else what is wrong, which the form says too where the field is its own."""
    values = posted_texts(request.POST, asking(desk.pk, ticket_kind=form.cleaned_data["kind"]))
    try:
        actions.save_template(actor=actor_of(request), desk=desk, start=form.start(values), template=row)
    except Invalid as refusal:
        put_on(form, refusal)
        return refusal.fields
    return None


def _form(
    request: HttpRequest,
    desk: Desk,
    form: TemplateForm,
    row: Template | None,
    *,
    wrong: Mapping[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    known = asking(desk.pk)
    is_posted = request.method == "POST"
    texts = posted_texts(request.POST, known) if is_posted else dict(row.values) if row else {}
    typed = typed_words(request.POST, known) if is_posted else {}
    kind = str(form["kind"].value() or "")
    drawn = part(desk, known, texts, ticket_kind=kind, at="", wrong=wrong, typed=typed)
    return settings_page(request, "fields/template.html", desk, status=status, form=form, row=row, part=drawn)
