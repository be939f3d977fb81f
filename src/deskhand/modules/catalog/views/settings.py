"""The settings of a desk's catalog: items, categories, services, and who may order what."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deskhand.accounts.models import Desk, Person
from deskhand.kernel.errors import DeskhandError
from deskhand.modules.catalog import access, actions
from deskhand.modules.catalog.entitled import entitlements_of
from deskhand.modules.catalog.forms_items import EntitledForm, ItemForm, ProfileForm, RulesForm, ShelfForm
from deskhand.modules.catalog.models import Entitlement, Item, ServiceProfile, Shelf
from deskhand.tickets.context import actor_of
from deskhand.tickets.models import Service
from deskhand.tickets.module_settings import settings_page, the_desk
from deskhand.web.gates import gate

_DESIGNS = gate("desk:catalog.design", sample="desk")
_ENTITLES = gate("desk:catalog.entitle", sample="desk")


@_DESIGNS
@require_safe
def items(request: HttpRequest, desk: str) -> HttpResponse:
    """All items, drafts and retired ones among them."""
    here = the_desk(desk)
    rows = Item.objects.within(here).select_related("shelf", "published").annotate(narrowed=Count("entitlements"))
    may_see_costs = actor_of(request).may("catalog.costs", here.pk)
    return settings_page(request, "catalog/settings_items.html", here, rows=list(rows), may_see_costs=may_see_costs)


@_DESIGNS
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: HttpRequest, desk: str, pk: int = 0) -> HttpResponse:
    """One item, or a new one."""
    here = the_desk(desk)
    row = _item(here, pk) if pk else None
    form = ItemForm(request.POST or None, desk=here, instance=row or Item(desk=here, most=1, currency="EUR"))
    if request.method == "POST" and form.is_valid():
        given = form.given()
        code = given.pop("code")
        fresh = _item(here, pk) if pk else None

        def act() -> Item:
            return actions.save_item(actor=actor_of(request), desk=here, item=fresh, code=code, **given)

        if (kept := _tried(form, act)) is not None:
            messages.success(request, _("The item is saved."))
            return redirect("catalog:settings_item", desk, kept.pk)
    status = 422 if form.errors else 200
    return settings_page(request, "catalog/settings_item.html", here, form=form, row=row, status=status)


@_DESIGNS
@require_POST
def status(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Put an item live, back into draft, or retire it."""
    here = the_desk(desk)
    try:
        actions.set_item_status(actor=actor_of(request), item=_item(here, pk), status=request.POST.get("status", ""))
    except DeskhandError as refusal:
        messages.error(request, str(refusal))
    return redirect("catalog:settings_item", desk, pk)


@_ENTITLES
@require_http_methods(["GET", "HEAD", "POST"])
def entitled(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Who may order an item, and whether somebody may. ``drop`` takes a line away."""
    here = the_desk(desk)
    row = _item(here, pk)
    lines = list(Entitlement.objects.within(here).filter(item=row).select_related("person", "team", "organization"))
    form = EntitledForm(request.POST if request.POST.get("whom") else None, desk=here)
    drop = request.POST.get("drop", "")
    if request.method == "POST" and drop:
        _entitle(request, row, [one for one in lines if str(one.pk) != drop])
        return redirect("catalog:entitled", desk, pk)
    if request.method == "POST" and form.is_valid() and (more := form.entitled()) is not None:
        _entitle(request, row, lines, more)
        return redirect("catalog:entitled", desk, pk)
    given = {"row": row, "lines": lines, "form": form, **_preview(request, row)}
    return settings_page(request, "catalog/settings_entitled.html", here, status=422 if form.errors else 200, **given)


@_DESIGNS
@require_http_methods(["GET", "HEAD", "POST"])
def shelves(request: HttpRequest, desk: str, pk: int = 0) -> HttpResponse:
    """The categories, and one of them or a new one."""
    here = the_desk(desk)
    row: Shelf | None = get_object_or_404(Shelf.objects.within(here).select_related("desk"), pk=pk) if pk else None
    posted = request.POST if request.method == "POST" else None
    form = ShelfForm.of(row, posted) if row else ShelfForm(posted, desk=here)
    if posted is not None and row is not None and "delete" in posted:
        actions.delete_shelf(actor=actor_of(request), shelf=row)
        return redirect("catalog:settings_shelves", desk)
    if posted is not None and form.is_valid():

        def act() -> Shelf:
            given = form.given()
            return actions.save_shelf(
                actor=actor_of(request), desk=here, shelf=row, code=given.pop("code", ""), **given
            )

        if _tried(form, act) is not None:
            messages.success(request, _("The category is saved."))
            return redirect("catalog:settings_shelves", desk)
    rows = Shelf.objects.within(here).select_related("parent").annotate(count=Count("items"))
    given = {"rows": list(rows), "form": form, "row": row}
    return settings_page(request, "catalog/settings_shelves.html", here, status=422 if form.errors else 200, **given)


@_DESIGNS
@require_http_methods(["GET", "HEAD", "POST"])
def services(request: HttpRequest, desk: str, pk: int = 0) -> HttpResponse:
    """The desk's services, and what people read about one."""
    here = the_desk(desk)
    rows = list(Service.objects.within(here).select_related("catalog_profile"))
    row = get_object_or_404(Service.objects.within(here), pk=pk) if pk else None
    form = None
    if row is not None:
        now = ServiceProfile.objects.within(here).filter(service=row).values(*ProfileForm.base_fields).first()
        form = ProfileForm(request.POST if request.method == "POST" else None, initial=now or {})
        if request.method == "POST" and form.is_valid():
            actions.save_profile(actor=actor_of(request), service=row, **form.cleaned_data)
            messages.success(request, _("The service is saved."))
            return redirect("catalog:settings_services", desk)
    status = 422 if form is not None and form.errors else 200
    return settings_page(request, "catalog/settings_services.html", here, status=status, rows=rows, row=row, form=form)


@_ENTITLES
@require_http_methods(["GET", "HEAD", "POST"])
def rules(request: HttpRequest, desk: str) -> HttpResponse:
    """For whom people may order."""
    here = the_desk(desk)
    now = {"for_whom": access.rules_of(here.pk).for_whom}
    form = RulesForm(request.POST if request.method == "POST" else None, initial=now)
    if request.method == "POST" and form.is_valid():
        actions.save_rules(actor=actor_of(request), desk=here, for_whom=form.cleaned_data["for_whom"])
        messages.success(request, _("Saved."))
        return redirect("catalog:settings_rules", desk)
    return settings_page(request, "catalog/settings_rules.html", here, form=form, status=422 if form.errors else 200)


def _item(desk: Desk, pk: int) -> Item:
    rows = Item.objects.within(desk).select_related("desk", "published")
    found: Item = get_object_or_404(rows, pk=pk)
    return found


def _tried(form: forms.BaseForm, act: Any) -> Any:
    """What the action gave; None, and its words in the form, if it refused."""
    try:
        return act()
    except DeskhandError as refusal:
        fields = getattr(refusal, "fields", {}) or {"code": str(refusal)}
        for name, words in fields.items():
            form.add_error(name if name in form.fields else None, str(words))
    return None


def _entitle(request: HttpRequest, row: Item, lines: list[Entitlement], *more: actions.Entitled) -> None:
    kept = [
        actions.Entitled(
            whom=one.whom,
            is_denied=one.is_denied,
            person=one.person,
            team=one.team,
            organization=one.organization,
            word=one.word,
        )
        for one in lines
    ]
    actions.entitle(actor=actor_of(request), item=row, lines=[*kept, *more])
    messages.success(request, _("Saved."))


def _preview(request: HttpRequest, row: Item) -> dict[str, Any]:
    """Whether the person whose address is asked for may order it."""
    typed = request.GET.get("who", "").strip()[:254]
    person = Person.objects.filter(email__iexact=typed, is_active=True).first() if typed else None
    return {"typed": typed, "asked": person, "told": entitlements_of(row, person) if person is not None else None}
