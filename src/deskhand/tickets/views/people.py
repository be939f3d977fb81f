"""People and organizations as a desk knows them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from deskhand.accounts.actions import change_person, create_person, save_organization
from deskhand.accounts.models import Desk, Organization, Person
from deskhand.kernel.errors import Conflict, DeskhandError, Invalid
from deskhand.tickets import choosing, context, listing
from deskhand.tickets import people as known
from deskhand.tickets.models import Ticket
from deskhand.web.gates import gate

TICKETS_SHOWN = 25
"""A person's newest tickets on their page; the list shows the rest."""


class PersonForm(forms.Form):
    """Details that staff keep of somebody."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    email = forms.EmailField(label=gettext_lazy("Mail address"), max_length=254, required=False)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=60, required=False)
    title = forms.CharField(label=gettext_lazy("Job title"), max_length=120, required=False)
    department = forms.CharField(label=gettext_lazy("Department"), max_length=120, required=False)
    location = forms.CharField(label=gettext_lazy("Location"), max_length=120, required=False)
    organization = forms.ModelChoiceField(
        label=gettext_lazy("Organization"), queryset=Organization.objects.order_by("name"), required=False
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    is_vip = forms.BooleanField(label=gettext_lazy("VIP: marked in lists and on tickets"), required=False)

    def __init__(self, *args: Any, is_new: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = self.fields["language"]
        language.choices = [("", _("As the browser says")), *settings.LANGUAGES]  # type: ignore[attr-defined]
        if not is_new:
            del self.fields["email"]


class OrganizationForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    domains = forms.CharField(
        label=gettext_lazy("Mail domains"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One a line. People who write from there belong to the organization."),
    )
    notes = forms.CharField(
        label=gettext_lazy("Notes"), required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 4})
    )


@require_GET
@gate("desk:people.view", sample="desk")
def listed(request: HttpRequest, desk: str) -> HttpResponse:
    """The people of the desk, found by name, address, organization or department."""
    actor, here = context.actor_of(request), context.desk_of(request, desk)
    typed = request.GET.get("q", "").strip()[:200]
    found = known.listed(actor, here.pk, typed).order_by("name", "pk")
    page = Paginator(found, known.PAGE).get_page(request.GET.get("page"))
    more = {"typed": typed, "page": page, "tab": "people", "may_create": actor.may("people.create", here.pk)}
    return render(request, "tickets/people.html", _frame(request, here) | more)


@require_GET
@gate("desk:people.view", sample="desk")
def organizations(request: HttpRequest, desk: str) -> HttpResponse:
    """The organizations that the desk hears from."""
    actor, here = context.actor_of(request), context.desk_of(request, desk)
    typed = request.GET.get("q", "").strip()[:200]
    page = Paginator(known.organizations(actor, here.pk, typed), known.PAGE).get_page(request.GET.get("page"))
    may_create = actor.may("organizations.edit", here.pk)
    more = {"typed": typed, "page": page, "tab": "organizations", "may_create": may_create}
    return render(request, "tickets/people.html", _frame(request, here) | more)


@require_GET
@gate("desk:people.view", sample="desk")
def person(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Somebody: details and their tickets on this desk."""
    actor, here = context.actor_of(request), context.desk_of(request, desk)
    who = _person(request, here, pk)
    tickets = Ticket.objects.within(here).listed().filter(requester=who).order_by("-updated_at")
    more = {
        "who": who,
        "tickets": list(tickets.values("number", "subject", "category", "status__name", "updated_at")[:TICKETS_SHOWN]),
        "ticket_count": tickets[: listing.COUNT_LIMIT].count(),
        "may_edit": actor.may("people.edit", here.pk),
    }
    return render(request, "tickets/person.html", _frame(request, here) | more)


@require_http_methods(["GET", "POST"])
@gate("desk:people.edit", sample="desk")
def edit(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Change somebody's details."""
    here = context.desk_of(request, desk)
    who = _person(request, here, pk)
    initial = {name: getattr(who, name) for name in PersonForm.base_fields if name != "email"}
    form = PersonForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            change_person(actor=context.actor_of(request), person=who, desk_id=here.pk, **form.cleaned_data)
        except DeskhandError as refusal:
            _put_errors(form, refusal)
        else:
            messages.success(request, _("Saved"))
            return redirect("tickets:person", desk=desk, pk=pk)
    more = {"form": form, "heading": who.name, "who": who}
    return render(request, "tickets/person_form.html", _frame(request, here) | more, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@gate("desk:people.create", sample="desk")
def new(request: HttpRequest, desk: str) -> HttpResponse:
    """Enter somebody new."""
    here = context.desk_of(request, desk)
    form = PersonForm(request.POST or None, is_new=True)
    if request.method == "POST" and form.is_valid():
        try:
            made = create_person(actor=context.actor_of(request), desk_id=here.pk, **_for_create(form.cleaned_data))
        except DeskhandError as refusal:
            _put_errors(form, refusal)
        else:
            messages.success(request, _("%(name)s is entered") % {"name": made.name})
            return redirect("tickets:person", desk=desk, pk=made.pk)
    more = {"form": form, "heading": _("New person"), "who": None}
    return render(request, "tickets/person_form.html", _frame(request, here) | more, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@gate("desk:organizations.edit", sample="desk")
def organization(request: HttpRequest, desk: str, pk: int = 0) -> HttpResponse:
    """Make or change an organization."""
    here = context.desk_of(request, desk)
    row = get_object_or_404(Organization, pk=pk) if pk else None
    domains = "\n".join(row.domains.values_list("domain", flat=True)) if row else ""
    form = OrganizationForm(
        request.POST or None, initial={"name": row.name, "domains": domains, "notes": row.notes} if row else None
    )
    if request.method == "POST" and form.is_valid():
        fields = form.cleaned_data | {"domains": form.cleaned_data["domains"].split()}
        try:
            save_organization(actor=context.actor_of(request), desk_id=here.pk, organization=row, **fields)
        except DeskhandError as refusal:
            _put_errors(form, refusal)
        else:
            messages.success(request, _("Saved"))
            return redirect("tickets:organizations", desk=desk)
    more = {"form": form, "heading": row.name if row else _("New organization"), "who": None}
    return render(request, "tickets/person_form.html", _frame(request, here) | more, status=422 if form.errors else 200)


@require_GET
@gate("desk:people.view", sample="desk")
def search(request: HttpRequest, desk: str) -> JsonResponse:
    """People for a field that finds them while one types: ``{"items": [{"id", "label", "detail"}]}``."""
    context.desk_of(request, desk)
    return JsonResponse({"items": known.found(context.actor_of(request), request.GET.get("q", "")[:254])})


@require_GET
@gate("desk:people.view", sample="desk")
def options(request: HttpRequest, desk: str) -> JsonResponse:
    """The same for a picker; a whole address that nobody has is offered as somebody new, ``nobody`` as a choice."""
    context.desk_of(request, desk)
    typed = request.GET.get("q", "").strip()[:254]
    items = known.found(context.actor_of(request), typed)
    if "nobody" in request.GET and not typed:
        items.append({"id": choosing.NOBODY, "label": _("The requester"), "detail": ""})
    if known.is_address(typed) and not any(one["detail"] == typed.lower() for one in items):
        items.append({"id": typed.lower(), "label": typed.lower(), "detail": _("New person")})
    return JsonResponse({"items": items})


def _frame(request: HttpRequest, desk: Desk) -> dict[str, Any]:
    return context.workspace(request, section="people", desk=desk)


def _person(request: HttpRequest, desk: Desk, pk: int) -> Person:
    """Somebody whom the actor may find, or whom they have just entered for this desk."""
    actor = context.actor_of(request)
    found = known.findable(actor) | known.entered_by(actor)
    who: Person = get_object_or_404(found.select_related("organization", "manager").distinct(), pk=pk)
    return who


def _for_create(fields: dict[str, Any]) -> dict[str, Any]:
    """An organization that was not chosen is found by the address's domain."""
    return {name: value for name, value in fields.items() if name != "organization" or value is not None}


def _put_errors(form: forms.Form, refusal: DeskhandError) -> None:
    fields = refusal.fields if isinstance(refusal, Invalid) else {}
    for name, words in fields.items():
        form.add_error(name if name in form.fields else None, words or str(refusal))
    if not fields:
        at_address = isinstance(refusal, Conflict) and "email" in form.fields
        form.add_error("email" if at_address else None, str(refusal))
