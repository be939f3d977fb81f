"""The case file of one ticket."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from deskhand.kernel.errors import Conflict, Invalid
from deskhand.modules.cases import access
from deskhand.modules.cases.actions import keep_file
from deskhand.modules.cases.chosen import somebody
from deskhand.modules.cases.forms import FileForm
from deskhand.modules.cases.models import CaseClass, CaseFile
from deskhand.modules.cases.querysets import MODULE
from deskhand.tickets.context import actor_of, workspace
from deskhand.tickets.models import Ticket
from deskhand.web.gates import gate
from deskhand.web.refusals import put_on


@gate("served_ticket", sample="ticket")
@require_http_methods(["GET", "POST"])
def file(request: HttpRequest, number: int) -> HttpResponse:
    """Of what class it is, about whom, and what came of it. Whoever may only read is led to the ticket."""
    actor = actor_of(request)
    ticket = access.ticket_for(actor, number)
    if request.method == "GET" and not actor.may_on("cases.keep", ticket):
        return redirect("tickets:ticket", number)
    found = CaseFile.objects.within(ticket.desk_id).filter(ticket=ticket).still_here()
    row = found.select_related("case_class", "about").first()
    classes = CaseClass.objects.within(ticket.desk_id).in_use()
    if row is not None:
        classes = classes | CaseClass.objects.within(ticket.desk_id).filter(pk=row.case_class_id)
    if request.method == "GET":
        return _page(request, ticket, row, FileForm.of(row, classes))
    form = FileForm(request.POST, classes=classes, row=row)
    if form.is_valid() and _kept(request, ticket, form):
        messages.success(request, _("The case is kept."))
        return redirect("tickets:ticket", number)
    return _page(request, ticket, row, form, status=422)


def _kept(request: HttpRequest, ticket: Ticket, form: FileForm) -> bool:
    actor = actor_of(request)
    try:
        with transaction.atomic():
            keep_file(actor=actor, ticket=ticket, about=somebody(actor, request.POST, "about"), **form.cleaned_data)
    except (Invalid, Conflict) as refusal:
        put_on(form, refusal)
        return False
    return True


def _page(
    request: HttpRequest, ticket: Ticket, row: CaseFile | None, form: FileForm, *, status: int = 200
) -> HttpResponse:
    about = row.about if row is not None else None
    typed = request.POST.get("about", about.name if about else "")
    given = {
        "ticket": ticket,
        "row": row,
        "form": form,
        "typed": {"about": typed, "about_id": request.POST.get("about_id", about.pk if about else "")},
        "search_url": reverse("tickets:people_search", args=[ticket.desk.key]),
    }
    frame = workspace(request, section=MODULE, desk=ticket.desk, with_views=False)
    return render(request, "cases/file.html", {**frame, **given}, status=status)
