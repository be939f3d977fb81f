"""People as a desk knows them: the list, one person's page, entering and changing somebody."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from deskhand.accounts.actions import change_person, create_person, take_out_of_directory
from deskhand.accounts.models import Desk, Person
from deskhand.kernel.errors import DeskhandError
from deskhand.tickets import choosing, context, merge_page, people_list, person_page
from deskhand.tickets import people as known
from deskhand.tickets.person_form import PersonForm, details_of_new, put_errors
from deskhand.web.gates import gate
from deskhand.web.htmx import is_htmx


@require_GET
@gate("desk:people.view", sample="desk")
def listed(request: HttpRequest, desk: str) -> HttpResponse:
    """The people of the desk, found by name, address, organization or department."""
    actor, here = context.actor_of(request), context.desk_of(request, desk)
    question = people_list.Question.of(request.GET.dict())
    page = Paginator(people_list.listed(here.pk, question), people_list.PAGE).get_page(request.GET.get("page"))
    more = {
        "question": question,
        "page": page,
        "rows": people_list.described(here.pk, list(page.object_list)),
        "roles": people_list.role_choices(),
        "organization": people_list.organization_named(here.pk, question.organization),
        "may_create": actor.may("people.create", here.pk),
        "may_import": actor.may("people.import", here.pk),
    }
    return render(request, "tickets/people.html", _frame(request, here) | more)


@require_GET
@gate("desk:people.view", sample="desk")
def person(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Somebody: details, addresses, roles and tickets on this desk, and what was changed about them. Whoever was merged
    into somebody is found there."""
    actor, here = context.actor_of(request), context.desk_of(request, desk)
    who = merge_page.stays(actor, here, pk)
    if who.pk != pk:
        return redirect("tickets:person", desk=desk, pk=who.pk)
    if is_htmx(request):
        return render(request, "tickets/_person_facts.html", person_page.facts(actor, here, who))
    more = person_page.page(actor, here, who, all_records=request.GET.get("records") == "all")
    return render(request, "tickets/person.html", _frame(request, here) | more)


@require_http_methods(["GET", "POST"])
@gate("desk:people.edit", sample="desk")
def edit(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Change somebody's details: in place on their page, or on a page of its own."""
    actor, here = context.actor_of(request), context.desk_of(request, desk)
    who = _person(request, here, pk)
    form = PersonForm(request.POST or None, desk=here, who=who)
    if request.method == "POST" and form.is_valid():
        try:
            change_person(actor=actor, person=who, desk_id=here.pk, **form.cleaned_data)
        except DeskhandError as refusal:
            put_errors(form, refusal)
        else:
            return _saved(request, here, pk)
    return _form(request, here, form, who)


@require_http_methods(["GET", "POST"])
@gate("desk:people.create", sample="desk")
def new(request: HttpRequest, desk: str) -> HttpResponse:
    """Enter somebody new."""
    here = context.desk_of(request, desk)
    form = PersonForm(request.POST or None, desk=here)
    if request.method == "POST" and form.is_valid():
        fields = details_of_new(form.cleaned_data)
        try:
            made = create_person(actor=context.actor_of(request), desk_id=here.pk, **fields)
        except DeskhandError as refusal:
            put_errors(form, refusal)
        else:
            words = _("%(name)s is in the directory. Details that were known before are kept.")
            messages.success(request, words % {"name": made.name})
            return redirect("tickets:person", desk=desk, pk=made.pk)
    return _form(request, here, form, None)


@require_POST
@gate("desk:people.edit", sample="desk")
def forget(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Take somebody out of the desk's directory."""
    actor, here = context.actor_of(request), context.desk_of(request, desk)
    who = _person(request, here, pk)
    take_out_of_directory(actor=actor, desk=here, person=who)
    messages.success(request, _("%(name)s is taken out of the directory.") % {"name": who.name})
    stays = known.of_desks([here.pk]).filter(pk=pk).exists()
    return redirect("tickets:person", desk=desk, pk=pk) if stays else redirect("tickets:people", desk=desk)


@require_GET
@gate("desk:people.view", sample="desk")
def search(request: HttpRequest, desk: str) -> JsonResponse:
    """People for a field that finds them while one types: ``{"items": [{"id", "label", "detail"}]}``."""
    context.desk_of(request, desk)
    return JsonResponse({"items": known.found(context.actor_of(request), request.GET.get("q", "")[:254])})


@require_GET
@gate("desk:people.view", sample="desk")
def options(request: HttpRequest, desk: str) -> JsonResponse:
    """The same for a picker; a whole address of nobody known is offered to write to, ``nobody`` as a choice."""
    context.desk_of(request, desk)
    typed = request.GET.get("q", "").strip()[:254]
    items = known.options(context.actor_of(request), typed)
    if "nobody" in request.GET and not typed:
        items.append({"id": choosing.NOBODY, "label": _("The requester"), "detail": ""})
    return JsonResponse({"items": items})


def _frame(request: HttpRequest, desk: Desk) -> dict[str, Any]:
    return context.workspace(request, section="people", desk=desk)


def _person(request: HttpRequest, desk: Desk, pk: int) -> Person:
    return known.person_for(context.actor_of(request), pk, desk_id=desk.pk)


def _saved(request: HttpRequest, desk: Desk, pk: int) -> HttpResponse:
    if is_htmx(request):
        actor = context.actor_of(request)
        return render(request, "tickets/_person_facts.html", person_page.facts(actor, desk, _person(request, desk, pk)))
    messages.success(request, _("Saved"))
    return redirect("tickets:person", desk=desk.key, pk=pk)


def _form(request: HttpRequest, desk: Desk, form: PersonForm, who: Person | None) -> HttpResponse:
    status = 422 if form.errors else 200
    if is_htmx(request) and who is not None:
        more = {"form": form, "who": who, "desk": {"key": desk.key}}
        return render(request, "tickets/_person_edit.html", more, status=status)
    more = {"form": form, "heading": who.name if who else _("New person"), "who": who}
    return render(request, "tickets/person_form.html", _frame(request, desk) | more, status=status)
