"""Orders that come again: their form, and pausing, going on and stopping."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from deskhand.accounts.actors import person_of
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.modules.catalog import access, actions, asking, shown_regular
from deskhand.modules.catalog.forms_regular import RegularForm, begun
from deskhand.modules.catalog.models import Item, RecurringOrder
from deskhand.modules.catalog.views.item import KEY_LENGTH, Desktop, again
from deskhand.modules.catalog.wishes import Wish
from deskhand.modules.catalog.wording import said
from deskhand.portal.pages import actor_of, page
from deskhand.web import limits
from deskhand.web.gates import gate


@gate("signed_in", sample="desk")
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: HttpRequest, desk: str, code: str) -> HttpResponse:
    """Have an item ordered again and again."""
    here = _desktop(request, access.orderable_item_for(actor_of(request), desk, code))
    if request.method == "POST":
        return _posted(request, here, None)
    kept = again(request, here)
    today = access.today_of(here.item.desk_id).isoformat()
    order = RegularForm(actor=here.actor, item=here.item, initial={"starts_on": today} | kept.get("order", {}))
    drawn = asking.drawn(here.form, kept.get("answers") or None, here.context(None))
    return _page(request, here, None, order, drawn)


@gate("signed_in", sample="regular-order")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Say otherwise what comes again, or how often."""
    actor = actor_of(request)
    row = access.own_regular_for(actor, pk)
    here = _desktop(request, access.orderable_item_for(actor, row.item.desk.key, row.item.code))
    if request.method == "POST":
        return _posted(request, here, row)
    known = {code: value for code, value in row.answers.items() if code in here.form.codes}
    order = RegularForm(actor=actor, item=here.item, initial=begun(row))
    return _page(request, here, row, order, asking.drawn(here.form, known, here.context(row.for_person)))


@gate("signed_in", sample="regular-order")
@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Pause, go on, stop."""
    verbs = {
        "pause": (actions.pause_regular, _("It is paused.")),
        "go-on": (actions.resume_regular, _("It goes on.")),
        "stop": (actions.stop_regular, _("It is ordered no more.")),
    }
    if verb not in verbs:
        raise NotFound
    actor = actor_of(request)
    row = access.own_regular_for(actor, pk)
    verb_of, words = verbs[verb]
    try:
        verb_of(actor=actor, regular_order=row)
    except (Invalid, NotFound):
        messages.error(request, _("This cannot be ordered as it is. Change it first."))
    else:
        messages.success(request, words)
    return redirect(f"{reverse('catalog:orders')}#regular")


def _desktop(request: HttpRequest, item: Item) -> Desktop:
    actor = actor_of(request)
    me = person_of(actor)
    if item.published is None or me is None:
        raise NotFound
    return Desktop(actor=actor, me=me, item=item, form=asking.read_form(item.published.form))


def _posted(request: HttpRequest, here: Desktop, row: RecurringOrder | None) -> HttpResponse:
    order = RegularForm(request.POST, actor=here.actor, item=here.item)
    is_whole, given = order.is_valid(), asking.posted(here.form, request.POST, request.FILES)
    context = here.context(order.cleaned_data.get("for_person"))
    found = asking.judge(here.form, given, context)
    turn = asking.turned(here.form, found, request.POST)
    if turn is not None:
        drawn = asking.drawn(here.form, given, context, step=turn.step, wrong=turn.wrong, add_row=turn.add_row)
        return _page(request, here, row, order, drawn, status=422 if turn.wrong else 200, is_turned=True)
    if not is_whole:
        drawn = asking.drawn(here.form, given, context, wrong=found.wrong)
        return _page(request, here, row, order, drawn, status=422)
    try:
        _kept(request, here, row, order, given)
    except Invalid as refusal:
        wrong = _told(order, refusal)
        return _page(request, here, row, order, asking.drawn(here.form, given, context, wrong=wrong), status=422)
    messages.success(request, _("It is ordered regularly. Here you see when it comes next."))
    return redirect(f"{reverse('catalog:orders')}#regular")


def _kept(
    request: HttpRequest, here: Desktop, row: RecurringOrder | None, order: RegularForm, given: Mapping[str, Any]
) -> None:
    said_of = order.cleaned_data
    wish = Wish(
        item=here.item,
        given=given,
        quantity=said_of.get("quantity") or 1,
        for_person=said_of.get("for_person"),
        cost_centre=said_of.get("cost_centre") or "",
    )
    if row is not None:
        actions.change_regular(actor=here.actor, regular_order=row, wish=wish, rhythm=order.rhythm)
        return
    limits.consume(request, "portal_own_form")
    key = request.POST.get("key", "")
    actions.order_regularly(actor=here.actor, wish=wish, rhythm=order.rhythm, key=key)


def _told(order: RegularForm, refusal: Invalid) -> dict[str, str]:
    """Put what the order itself lacks on its form; what the questions lack is returned by code."""
    wrong = {name.removeprefix("q."): words for name, words in refusal.fields.items() if name.startswith("q.")}
    own = {"for_person": "somebody"}
    for name, words in refusal.fields.items():
        if not name.startswith("q."):
            field = own.get(name, name)
            order.add_error(field if field in order.fields else None, words)
    if not refusal.fields:
        order.add_error(None, str(refusal))
    return wrong


def _page(
    request: HttpRequest,
    here: Desktop,
    row: RecurringOrder | None,
    order: RegularForm,
    drawn: asking.Drawing,
    *,
    status: int = 200,
    is_turned: bool = False,
) -> HttpResponse:
    context = {
        "item": here.item,
        "title": said(here.item, "title"),
        "row": row,
        "asking": drawn,
        "order_form": order,
        "is_quiet": is_turned,
        "can_repeat": shown_regular.can_repeat(here.form),
        "key": request.POST.get("key") or get_random_string(KEY_LENGTH),
        "people_url": reverse("catalog:people", args=[here.item.desk.key, here.item.code]),
    }
    return page(request, "catalog/regular.html", context, desk=here.item.desk, current="catalog", status=status)
