"""Organizations as a desk knows them: their people, their contacts, what is open."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from deskhand.accounts.actions import end_contact, name_contact, save_organization
from deskhand.accounts.actions.organizations import NOTES_LIMIT, left_out
from deskhand.accounts.models import Desk, Organization
from deskhand.kernel.errors import DeskhandError, Invalid
from deskhand.tickets import context, organization_page, people
from deskhand.web.gates import gate
from deskhand.web.refusals import put_on

QUESTION_LIMIT = 200
"""Characters of a search that are read."""


class OrganizationForm(forms.Form):
    """An organization, new or not."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    domains = forms.CharField(
        label=gettext_lazy("Mail domains"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One a line. People who write from there belong to the organization."),
    )
    notes = forms.CharField(
        label=gettext_lazy("Notes of this desk"),
        required=False,
        max_length=NOTES_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Only this desk reads them."),
    )


@require_GET
@gate("desk:people.view", sample="desk")
def listed(request: HttpRequest, desk: str) -> HttpResponse:
    """The organizations that the desk knows."""
    actor, here = context.actor_of(request), context.desk_of(request, desk)
    typed = request.GET.get("q", "").strip()[:QUESTION_LIMIT]
    found = organization_page.listed(here.pk, typed)
    page = Paginator(found, organization_page.PAGE).get_page(request.GET.get("page"))
    more = {
        "typed": typed,
        "page": page,
        "rows": organization_page.described(here.pk, list(page.object_list)),
        "may_create": actor.may("organizations.edit", here.pk),
        "may_invite": actor.may("people.create", here.pk),
    }
    return render(request, "tickets/organizations.html", _frame(request, here) | more)


@require_GET
@gate("desk:people.view", sample="desk")
def show(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """One organization."""
    here = context.desk_of(request, desk)
    row = people.organization_for(context.actor_of(request), pk, desk_id=here.pk)
    return _page(request, here, row)


@require_http_methods(["GET", "POST"])
@gate("desk:organizations.edit", sample="desk")
def edit(request: HttpRequest, desk: str, pk: int = 0) -> HttpResponse:
    """Make or change an organization."""
    here, actor = context.desk_of(request, desk), context.actor_of(request)
    row = people.organization_for(actor, pk, desk_id=here.pk) if pk else None
    form = OrganizationForm(request.POST or None, initial=_initial(here, row) if row else None)
    if request.method == "POST" and form.is_valid():
        fields = form.cleaned_data | {"domains": form.cleaned_data["domains"].split()}
        try:
            saved = save_organization(actor=actor, desk_id=here.pk, organization=row, **fields)
        except DeskhandError as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, _("Saved"))
            if missing := left_out(saved, fields["domains"]):
                words = _("Not added, because another organization has it: %(domains)s.")
                messages.warning(request, words % {"domains": ", ".join(missing)})
            return redirect("tickets:organization", desk=desk, pk=saved.pk)
    more = {"form": form, "row": row}
    status = 422 if form.errors else 200
    return render(request, "tickets/organization_form.html", _frame(request, here) | more, status=status)


@require_POST
@gate("desk:organizations.edit", sample="desk")
def add_contact(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Let one of its people read and answer its tickets on this desk."""
    here, actor = context.desk_of(request, desk), context.actor_of(request)
    row = people.organization_for(actor, pk, desk_id=here.pk)
    chosen = request.POST.get("person", "")
    try:
        if not chosen.isdecimal() or len(chosen) > 18:
            raise Invalid(_("Choose one of its people."))
        person = people.person_for(actor, int(chosen), desk_id=here.pk)
        name_contact(actor=actor, desk=here, organization=row, person=person)
    except Invalid as refusal:
        return _page(request, here, row, wrong=str(refusal), status=422)
    messages.success(request, _("%(name)s can now read its tickets here.") % {"name": person.name})
    return redirect("tickets:organization", desk=desk, pk=pk)


@require_POST
@gate("desk:organizations.edit", sample="desk")
def drop_contact(request: HttpRequest, desk: str, pk: int, person: int) -> HttpResponse:
    """End that."""
    here, actor = context.desk_of(request, desk), context.actor_of(request)
    row = people.organization_for(actor, pk, desk_id=here.pk)
    end_contact(actor=actor, desk=here, organization=row, person_id=person)
    messages.success(request, _("From now on they read their own tickets alone."))
    return redirect("tickets:organization", desk=desk, pk=pk)


def _initial(desk: Desk, row: Organization) -> dict[str, Any]:
    domains = "\n".join(row.domains.order_by("domain").values_list("domain", flat=True))
    return {"name": row.name, "domains": domains, "notes": organization_page.notes_of(desk, row)}


def _page(request: HttpRequest, desk: Desk, row: Organization, *, wrong: str = "", status: int = 200) -> HttpResponse:
    may_edit = context.actor_of(request).may("organizations.edit", desk.pk)
    more = organization_page.page(desk, row) | {"may_edit": may_edit, "wrong": wrong}
    return render(request, "tickets/organization.html", _frame(request, desk) | more, status=status)


def _frame(request: HttpRequest, desk: Desk) -> dict[str, Any]:
    return context.workspace(request, section="people", desk=desk)
