"""Notes about people and contacts with them: writing, changing and deleting them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from deskhand.kernel.errors import Invalid
from deskhand.tickets import context, person_page
from deskhand.tickets import people as known
from deskhand.tickets import person_records as records
from deskhand.tickets.actions import change_record, delete_record, restore_record, write_record
from deskhand.tickets.record_form import RecordForm
from deskhand.web.gates import gate
from deskhand.web.refusals import put_on


@require_POST
@gate("desk:people.edit", sample="desk")
def write(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Note something about somebody; what cannot be kept is said on their page."""
    actor, here = context.actor_of(request), context.desk_of(request, desk)
    who = known.person_for(actor, pk, desk_id=here.pk)
    form = RecordForm(request.POST, desk=here)
    if form.is_valid():
        try:
            write_record(actor=actor, desk=here, person=who, **form.cleaned_data)
            return redirect(_address(desk, pk))
        except Invalid as refusal:
            put_on(form, refusal)
    frame = context.workspace(request, section="people", desk=here)
    shown = person_page.page(actor, here, who) | {"record_form": form}
    return render(request, "tickets/person.html", frame | shown, status=422)


@require_http_methods(["GET", "POST"])
@gate("desk:people.edit", sample="desk")
def edit(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Change one of them."""
    actor, here = context.actor_of(request), context.desk_of(request, desk)
    row = records.record_for(actor, pk, desk_id=here.pk)
    form = RecordForm(request.POST, desk=here, row=row) if request.method == "POST" else RecordForm.of(row)
    if request.method == "POST" and form.is_valid():
        wanted = {**form.cleaned_data, "at": form.cleaned_data["at"] or row.at}
        try:
            change_record(actor=actor, record=row, **wanted)
            return redirect(_address(desk, row.person_id))
        except Invalid as refusal:
            put_on(form, refusal)
    frame = context.workspace(request, section="people", desk=here)
    more = {"form": form, "row": row, "back": _address(desk, row.person_id)}
    return render(request, "tickets/person_record.html", frame | more, status=422 if form.errors else 200)


@require_POST
@gate("desk:people.edit", sample="desk")
def delete(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Take one of them away; the toast, and the person's history, can take that back."""
    actor, here = context.actor_of(request), context.desk_of(request, desk)
    row = records.record_for(actor, pk, desk_id=here.pk)
    delete_record(actor=actor, record=row)
    undo = reverse("tickets:restore_record", args=[desk, pk])
    messages.success(request, _("It is deleted."), extra_tags=f"undo:{undo}")
    return redirect(_address(desk, row.person_id))


@require_POST
@gate("desk:people.edit", sample="desk")
def restore(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Bring one of them back."""
    actor, here = context.actor_of(request), context.desk_of(request, desk)
    row = records.record_for(actor, pk, desk_id=here.pk, with_deleted=True)
    try:
        restore_record(actor=actor, record=row)
        messages.success(request, _("It is back."))
    except Invalid as refusal:
        messages.error(request, str(refusal))
    return redirect(_address(desk, row.person_id))


def _address(desk: str, person: int) -> str:
    return f"{reverse('tickets:person', args=[desk, person])}#records"
