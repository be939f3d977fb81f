"""Contracts: the list, one of them with its policies, documents and what it owes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from deskhand.accounts.models import Desk
from deskhand.kernel.errors import Conflict, DeskhandError, Invalid
from deskhand.modules.sla import contract_access, months, review
from deskhand.modules.sla.actions import agreements as verbs
from deskhand.modules.sla.contract_forms import AgreementForm, BelongingForm
from deskhand.modules.sla.models import Agreement, Document
from deskhand.modules.sla.views.contract_frame import page
from deskhand.tickets.context import actor_of, desk_of
from deskhand.web.gates import gate
from deskhand.web.refusals import put_on

MONTHS_SHOWN = 6
"""Months whose figures stand on the page of an agreement, the present one first."""


@gate("desk:sla.contracts", sample="desk")
@require_GET
def index(request: HttpRequest, desk: str) -> HttpResponse:
    """All contracts, those that were put away folded."""
    here = desk_of(request, desk)
    found = Agreement.objects.within(here).select_related("organization", "team").prefetch_related("policies")
    rows = list(found.order_by("level", "name", "pk"))
    given: dict[str, Any] = {
        "rows": [one for one in rows if one.put_away_at is None],
        "away": [one for one in rows if one.put_away_at is not None],
        "today": months.today(here.pk),
    }
    return page(request, "sla/agreements.html", here, place="agreements", **given)


@gate("desk:sla.policies", sample="desk")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, desk: str, pk: int | None = None) -> HttpResponse:
    """The form of a contract, or of a new one."""
    here = desk_of(request, desk)
    row = contract_access.agreement_for(actor_of(request), pk, desk_id=here.pk) if pk else None
    if request.method == "GET":
        first = months.today(here.pk)
        form = AgreementForm.of(row, here) if row else AgreementForm(desk=here, initial={"starts_on": first})
        return _form_page(request, here, form, row)
    form = AgreementForm(request.POST, desk=here, row=row)
    saved = _saved(request, here, row, form) if form.is_valid() else None
    if saved is None:
        return _form_page(request, here, form, row, status=422)
    messages.success(request, _("The agreement is saved."))
    return redirect("sla:agreement", desk, saved.pk)


@gate("desk:sla.contracts", sample="desk")
@require_GET
def one(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """What a contract says, which policies belong to it, its documents, and what it owes for the last months."""
    here = desk_of(request, desk)
    row = contract_access.agreement_for(actor_of(request), pk, desk_id=here.pk)
    return _page_of(request, here, row)


@gate("desk:sla.policies", sample="desk")
@require_POST
def policies(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Say which policies belong to it."""
    here = desk_of(request, desk)
    row = contract_access.agreement_for(actor_of(request), pk, desk_id=here.pk)
    form = BelongingForm(request.POST, row=row)
    try:
        if not form.is_valid():
            return _page_of(request, here, row, belonging=form, status=422)
        wanted = [one.pk for one in form.cleaned_data["policies"]]
        verbs.choose_policies(actor=actor_of(request), agreement=row, policy_ids=wanted)
    except (Invalid, Conflict) as refusal:
        put_on(form, refusal)
        return _page_of(request, here, row, belonging=form, status=422)
    messages.success(request, _("The policies are saved. They count on the days of the agreement from now on."))
    return redirect("sla:agreement", desk, pk)


@gate("desk:sla.policies", sample="desk")
@require_POST
def put_away(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Out of the list."""
    undo = reverse("sla:put_back_agreement", args=[desk, pk])
    return _turned(request, desk, pk, verbs.put_agreement_away, _("The agreement is put away."), undo)


@gate("desk:sla.policies", sample="desk")
@require_POST
def put_back(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Into the list again."""
    return _turned(request, desk, pk, verbs.put_agreement_back, _("The agreement is back in the list."))


def _turned(
    request: HttpRequest, desk: str, pk: int, verb: Callable[..., Agreement], words: str, undo: str = ""
) -> HttpResponse:
    row = contract_access.agreement_for(actor_of(request), pk, desk_id=desk_of(request, desk).pk)
    try:
        verb(actor=actor_of(request), agreement=row)
    except Conflict as refusal:
        messages.error(request, str(refusal))
        return redirect("sla:agreement", desk, pk)
    messages.success(request, words, extra_tags=f"undo:{undo}" if undo else "")
    return redirect("sla:agreements", desk)


def _saved(request: HttpRequest, desk: Desk, row: Agreement | None, form: AgreementForm) -> Agreement | None:
    try:
        return verbs.save_agreement(actor=actor_of(request), desk_id=desk.pk, contract=form.contract, agreement=row)
    except DeskhandError as refusal:
        put_on(form, refusal)
        return None


def _form_page(
    request: HttpRequest, desk: Desk, form: AgreementForm, row: Agreement | None, status: int = 200
) -> HttpResponse:
    return page(request, "sla/agreement_form.html", desk, place="agreements", status=status, form=form, row=row)


def _page_of(
    request: HttpRequest, desk: Desk, row: Agreement, belonging: BelongingForm | None = None, status: int = 200
) -> HttpResponse:
    files = Document.objects.within(desk).filter(agreement=row).select_related("added_by")
    given: dict[str, Any] = {
        "row": row,
        "ends_soon": row.put_away_at is None and row.ends_soon(months.today(desk.pk)),
        "belonging": belonging or BelongingForm(row=row),
        "policies": row.policies.filter(put_away_at=None).order_by("position", "pk"),
        "documents": [one for one in files if one.removed_at is None],
        "removed": [one for one in files if one.removed_at is not None],
        "owed": list(_owed(desk, row)),
        "bands": sorted(row.bands, key=lambda one: -float(one["below"])),
    }
    return page(request, "sla/agreement.html", desk, place="agreements", status=status, **given)


def _owed(desk: Desk, row: Agreement) -> Any:
    """What it owes month by month, back to its beginning."""
    first = months.today(desk.pk).replace(day=1)
    for _n in range(MONTHS_SHOWN):
        month = months.month_of(desk.pk, first)
        if review.in_month(Agreement.objects.within(desk).filter(pk=row.pk), month).exists():
            yield month, review.owed_by(row, month)
        first = months.before(first)
