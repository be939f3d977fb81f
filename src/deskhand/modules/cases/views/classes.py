"""Classes of cases, among the settings of the desk."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from deskhand.kernel.errors import Invalid
from deskhand.modules.cases import access
from deskhand.modules.cases.actions import save_class
from deskhand.modules.cases.forms import ClassForm
from deskhand.modules.cases.models import CaseClass
from deskhand.tickets.context import actor_of
from deskhand.tickets.module_settings import settings_page, the_desk
from deskhand.web.gates import gate
from deskhand.web.refusals import put_on


@gate("desk:cases.classes", sample="desk")
@require_safe
def index(request: HttpRequest, desk: str) -> HttpResponse:
    """All classes of the desk."""
    here = the_desk(desk)
    rows = CaseClass.objects.within(here).prefetch_related("readers__person", "readers__team")
    return settings_page(request, "cases/classes.html", here, rows=list(rows))


@gate("desk:cases.classes", sample="desk")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, desk: str, pk: int | None = None) -> HttpResponse:
    """One class, or a new one."""
    here = the_desk(desk)
    row = access.class_for(here, pk) if pk is not None else None
    if request.method == "GET":
        form = ClassForm.of(row) if row is not None else ClassForm(desk=here)
        return settings_page(request, "cases/class.html", here, form=form, row=row)
    form = ClassForm(request.POST, desk=here)
    if form.is_valid():
        try:
            save_class(actor=actor_of(request), desk=here, case_class=row, said=form.said())
            messages.success(request, _("The class is saved."))
            return redirect("cases:classes", desk)
        except Invalid as refusal:
            put_on(form, refusal)
    return settings_page(request, "cases/class.html", here, status=422, form=form, row=row)
