"""The policies of a desk, among its settings."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deskhand.kernel.errors import DeskhandError, Invalid
from deskhand.modules.approvals import access, actions, terms
from deskhand.modules.approvals.forms import PolicyForm
from deskhand.modules.approvals.models import Policy
from deskhand.modules.approvals.trying import tried
from deskhand.tickets.access import served_ticket_for
from deskhand.tickets.context import actor_of
from deskhand.tickets.module_settings import settings_page, the_desk
from deskhand.web.gates import gate

_WRITES = gate("desk:approvals.policies", sample="desk")


@_WRITES
@require_safe
def index(request: HttpRequest, desk: str) -> HttpResponse:
    """The desk's policies, and those that were put away."""
    here = the_desk(desk)
    rows = list(Policy.objects.within(here).prefetch_related("versions").order_by("name"))
    given: dict[str, Any] = {
        "rows": [(one, len(one.versions.all()[0].terms["stages"])) for one in rows if one.put_away_at is None],
        "away": [one for one in rows if one.put_away_at is not None],
    }
    return settings_page(request, "approvals/policies.html", here, **given)


@_WRITES
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, desk: str, pk: int | None = None) -> HttpResponse:
    """A policy with its stages, new or known."""
    here = the_desk(desk)
    row = access.policy_for(actor_of(request), pk, desk_id=here.pk) if pk is not None else None
    said = terms.read(row.versions.order_by("-number")[0].terms) if row is not None else None
    form = PolicyForm(here, request.POST if request.method == "POST" else None, said, row.name if row else "")
    if request.method == "POST" and _saved(request, form, row):
        messages.success(request, _("The policy is saved. What runs already keeps what it began with."))
        return redirect("approvals:policies", desk)
    status = 422 if form.errors else 200
    return settings_page(request, "approvals/policy.html", here, status=status, form=form, row=row)


def _saved(request: HttpRequest, form: PolicyForm, row: Policy | None) -> bool:
    """Whether it was kept; a press on the buttons for stages only changes the form."""
    if "more" in request.POST:
        form.add_stage()
        return False
    if "drop" in request.POST:
        form.drop_stage(request.POST["drop"])
        return False
    said = form.terms()
    if said is None:
        return False
    try:
        actions.save_policy(actor=actor_of(request), desk=form.desk, called=form.title, said=said, policy=row)
    except Invalid as refusal:
        form.errors |= refusal.fields or {"": str(refusal)}
        return False
    return True


@_WRITES
@require_safe
def try_it(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Who would be asked for a ticket, as things are now. Nobody is."""
    here, actor = the_desk(desk), actor_of(request)
    row = access.policy_for(actor, pk, desk_id=here.pk)
    number, found, error = request.GET.get("ticket", "").strip().lstrip("#"), None, ""
    if number:
        try:
            ticket = served_ticket_for(actor, number)
            found = tried(row, ticket, actor.person_id) if ticket.desk_id == here.pk else None
        except DeskhandError:
            found = None
        error = "" if found is not None else _("This desk has no ticket of that number.")
    given: dict[str, Any] = {"row": row, "number": number, "found": found, "error": error}
    return settings_page(request, "approvals/try.html", here, **given)


@_WRITES
@require_POST
def put_away(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Offer it no more."""
    actions.put_away(actor=actor_of(request), policy=_policy(request, desk, pk))
    messages.success(request, _("The policy is put away. What runs by it goes on."))
    return redirect("approvals:policies", desk)


@_WRITES
@require_POST
def put_back(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Offer it again."""
    actions.put_back(actor=actor_of(request), policy=_policy(request, desk, pk))
    messages.success(request, _("The policy is back."))
    return redirect("approvals:policies", desk)


def _policy(request: HttpRequest, desk: str, pk: int) -> Policy:
    return access.policy_for(actor_of(request), pk, desk_id=the_desk(desk).pk)
