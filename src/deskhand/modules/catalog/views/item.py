"""The page of an item: what it is, its questions, and ordering it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from deskhand.accounts.actors import person_of
from deskhand.accounts.models import Person
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.modules.catalog import access, actions, asking, shown
from deskhand.modules.catalog.actions import visits
from deskhand.modules.catalog.forms_order import OrderForm
from deskhand.modules.catalog.gone import gone_for
from deskhand.modules.catalog.models import Favourite, FormDraft, Item, Order
from deskhand.modules.catalog.shown_regular import can_repeat
from deskhand.modules.catalog.tongues import form_for
from deskhand.modules.catalog.views.gone import gone_page
from deskhand.modules.catalog.wishes import CHANGED, Wish
from deskhand.modules.catalog.wording import said
from deskhand.portal.actions.files import taken_in
from deskhand.portal.pages import actor_of, page
from deskhand.web import limits
from deskhand.web.gates import gate

KEY_LENGTH = 24


@dataclass(frozen=True, kw_only=True)
class Desktop:
    """One item before whoever orders it."""

    actor: Actor
    me: Person
    item: Item
    form: asking.Form

    def context(self, person: Person | None) -> asking.Context:
        return asking.context_for(self.item.desk, person or self.me)


@gate("signed_in", sample="desk")
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, desk: str, code: str) -> HttpResponse:
    """The form; sent, the order, the cart or a draft. Of what can be ordered no more, those who know it read why."""
    actor = actor_of(request)
    try:
        item, me = access.orderable_item_for(actor, desk, code), person_of(actor)
    except NotFound:
        return gone_page(request, gone_for(actor, desk, code))
    if item.published is None or me is None:
        raise NotFound
    here = Desktop(actor=actor, me=me, item=item, form=form_for(item, item.published))
    return _posted(request, here) if request.method == "POST" else _first(request, here)


def _first(request: HttpRequest, here: Desktop) -> HttpResponse:
    draft = FormDraft.objects.of_person(here.me.pk).filter(item=here.item).first()
    kept: Mapping[str, Any] = again(request, here) or (draft.given if draft is not None else {})
    order = OrderForm(actor=here.actor, item=here.item, initial=kept.get("order", {}))
    known = {code: value for code, value in kept.get("answers", {}).items() if code in here.form.codes}
    drawn = asking.drawn(here.form, known or None, here.context(None))
    return _page(request, here, order, drawn, is_draft=draft is not None)


def again(request: HttpRequest, here: Desktop) -> Mapping[str, Any]:
    """What an earlier order of one's own said, where the address asks for it."""
    asked = request.GET.get("again", "")
    if not asked.isdecimal() or len(asked) > 17:
        return {}
    line = access.own_line_for(here.actor, int(asked))
    if line.item_id != here.item.pk:
        return {}
    return {"answers": line.answers, "order": {"quantity": line.quantity, "cost_centre": line.cost_centre}}


def _posted(request: HttpRequest, here: Desktop) -> HttpResponse:
    order = OrderForm(request.POST, actor=here.actor, item=here.item)
    is_whole, given = order.is_valid(), asking.posted(here.form, request.POST, request.FILES)
    context = here.context(order.cleaned_data.get("for_person"))
    found = asking.judge(here.form, given, context)
    if request.POST.get("then") == "save":
        return _saved(here, request, order, given)
    turn = asking.turned(here.form, found, request.POST)
    if turn is not None:
        drawn = asking.drawn(here.form, given, context, step=turn.step, wrong=turn.wrong, add_row=turn.add_row)
        return _page(request, here, order, drawn, status=422 if turn.wrong else 200, is_turned=True)
    if not is_whole:
        drawn = asking.drawn(here.form, given, context, wrong=found.wrong)
        return _page(request, here, order, drawn, status=422)
    return _taken(request, here, order, given)


def _taken(request: HttpRequest, here: Desktop, order: OrderForm, given: Mapping[str, Any]) -> HttpResponse:
    try:
        if request.POST.get("then") == "cart":
            actions.put_in_cart(actor=here.actor, wish=_wish(here, order, given, request))
            messages.success(request, _("It is in your cart."))
            return redirect("catalog:cart")
        limits.consume(request, "portal_own_form")
        made = actions.order(
            actor=here.actor,
            wishes=[_wish(here, order, given, request, is_final=True)],
            key=request.POST.get("key", ""),
        )
    except Invalid as refusal:
        return _refused(request, here, order, given, refusal)
    if here.item.published is not None:
        visits.ordered(version=here.item.published, key=request.POST.get("form_visit", ""))
    return _ordered(request, made)


def _ordered(request: HttpRequest, made: Order) -> HttpResponse:
    messages.success(request, _("Your order has arrived. Here you see where it stands."))
    line = made.lines.filter(bundle=None).select_related("ticket").first()
    if line is not None and line.ticket is not None:
        return redirect("portal:request", line.ticket.number)
    return redirect("catalog:orders")


def _refused(
    request: HttpRequest, here: Desktop, order: OrderForm, given: Mapping[str, Any], refusal: Invalid
) -> HttpResponse:
    wrong = {name.removeprefix("q."): words for name, words in refusal.fields.items() if name.startswith("q.")}
    own = {"for_person": "somebody"}
    for name, words in refusal.fields.items():
        field = own.get(name, name)
        if not name.startswith("q."):
            order.add_error(field if field in order.fields else None, words)
    if not refusal.fields:
        order.add_error(None, str(refusal))
    drawn = asking.drawn(here.form, given, here.context(order.cleaned_data.get("for_person")), wrong=wrong)
    return _page(request, here, order, drawn, status=422, has_changed=CHANGED in refusal.fields)


def _saved(here: Desktop, request: HttpRequest, order: OrderForm, given: Mapping[str, Any]) -> HttpResponse:
    secret = {one.code for one in here.form.asked() if one.kind in (asking.Kind.MASKED, asking.Kind.ATTACHMENT)}
    kept = {
        "answers": {code: value for code, value in given.items() if code in here.form.codes and code not in secret},
        "order": {name: request.POST.get(name, "")[:254] for name in order.fields},
    }
    actions.keep_draft(actor=here.actor, item=here.item, given=kept)
    messages.success(request, _("Saved. You find it here when you come back."))
    return redirect("catalog:item", here.item.desk.key, here.item.code)


def _wish(
    here: Desktop, order: OrderForm, given: Mapping[str, Any], request: HttpRequest, *, is_final: bool = False
) -> Wish:
    said_of = order.cleaned_data
    number = request.POST.get("version", "")
    files: dict[str, Any] = {}
    if is_final:
        chosen = asking.files_of(here.form, request.FILES)
        files = {code: taken_in(here.actor, here.item.desk_id, some) for code, some in chosen.items()}
    return Wish(
        item=here.item,
        given=given,
        quantity=said_of.get("quantity") or 1,
        for_person=said_of.get("for_person"),
        cost_centre=said_of.get("cost_centre") or "",
        wanted_on=said_of.get("wanted_on"),
        starts_on=said_of.get("starts_on"),
        number=int(number) if number.isdecimal() and len(number) < 9 else None,
        attachments=files,
    )


def _page(
    request: HttpRequest,
    here: Desktop,
    order: OrderForm,
    drawn: asking.Drawing,
    *,
    status: int = 200,
    is_draft: bool = False,
    is_turned: bool = False,
    has_changed: bool = False,
) -> HttpResponse:
    item = here.item
    assert item.published is not None  # noqa: S101 (what can be ordered is published)
    context = {
        "item": item,
        "title": said(item, "title"),
        "description": said(item, "description") or said(item, "summary"),
        "card": shown.cards([item])[0],
        "asking": drawn,
        "order_form": order,
        "is_quiet": is_turned,
        "version": request.POST.get("version") if has_changed is False and request.method == "POST" else None,
        "number": item.published.number,
        "key": request.POST.get("key") or get_random_string(KEY_LENGTH),
        "people_url": reverse("catalog:people", args=[item.desk.key, item.code]),
        "visit_url": reverse("catalog:form_reached", args=[item.published.pk]),
        "choices_url": reverse("catalog:form_choices", args=[item.published.pk]),
        "is_favourite": Favourite.objects.of_person(here.me.pk).filter(item=item).exists(),
        "is_draft": is_draft,
        "can_repeat": can_repeat(here.form),
        "profile": getattr(item.service, "catalog_profile", None) if item.service else None,
    }
    return page(request, "catalog/item.html", context, desk=item.desk, current="catalog", status=status)
