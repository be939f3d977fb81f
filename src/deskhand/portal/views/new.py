"""A new request, with an account or without."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from markupsafe import Markup

from deskhand.accounts.models import Desk
from deskhand.kernel import slots
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import DeskhandError
from deskhand.portal import actions, queries, stamp
from deskhand.portal.actions.open_request import Request
from deskhand.portal.forms import RequestForm, StrangerForm
from deskhand.portal.opening import openings
from deskhand.portal.pages import actor_of, behind, page
from deskhand.portal.refusals import told
from deskhand.portal.words import STOPS
from deskhand.tickets import list_fields, new_parts
from deskhand.web import limits, places
from deskhand.web.gates import gate

OFFER_WORDS = 400
"""Characters of a request that are read to offer what may answer it."""

_RECEIPT = "portal-receipt"


@gate("public")
def choose(request: HttpRequest) -> HttpResponse:
    """Which desk is it for? With one desk there is nothing to choose."""
    desks = queries.open_desks(actor_of(request))
    if len(desks) == 1:
        return redirect("portal:write", desks[0].key)
    return page(request, "portal/choose.html", {"desks": desks, "openings": openings(desks)}, current="new")


@gate("public", sample="desk")
@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, desk: str) -> HttpResponse:
    """The form."""
    actor, found = actor_of(request), Desk.objects.filter(key=desk, is_active=True).first()
    if found is None or not (found.is_listed or queries.may_try(actor, found)):
        raise Http404
    if not queries.may_try(actor, found):
        return page(request, "portal/not_yours.html", {"is_known": actor.person_id is not None}, desk=found, status=403)
    if request.method == "POST":
        return _sent(request, actor, found)
    return _form(request, actor, found, _form_of(actor)(desk=found))


@gate("public", sample="desk")
@require_POST
def offers(request: HttpRequest, desk: str) -> HttpResponse:
    """What may answer the request that is being written, for the place above its button. It writes nothing."""
    actor, found = actor_of(request), Desk.objects.filter(key=desk, is_active=True).first()
    is_known = found is not None and (found.is_listed or actor.person_id is not None)
    if found is None or not is_known or not queries.may_try(actor, found):
        raise Http404
    return render(request, "portal/_offers.html", {"offers": _offered(request, found)})


@gate("public")
def sent(request: HttpRequest, receipt: str) -> HttpResponse:
    """What happens with a request from an address that is not proven yet."""
    try:
        said = signing.loads(receipt, salt=_RECEIPT, max_age=24 * 3600)
    except signing.BadSignature:
        raise Http404 from None
    number, key = said if isinstance(said, list) else (said, "")  # One of an earlier version is a number alone.
    desk = Desk.objects.filter(key=key, is_active=True).first()
    return page(request, "portal/sent.html", {"number": number}, desk=desk, current="new")


def _sent(request: HttpRequest, actor: Actor, desk: Desk) -> HttpResponse:
    form = _form_of(actor)(request.POST, desk=desk)
    if not form.is_valid():
        return _form(request, actor, desk, form, status=422)
    if _is_to_be_offered(request) and (drawn := _offered(request, desk)):
        return _form(request, actor, desk, form, offers=drawn)
    wanted = _wanted(request, desk, form)
    try:
        stamp.check(wanted.stamp, is_stranger=actor.person_id is None)
        number = _opened(request, actor, wanted, form)
    except DeskhandError as error:
        wrong = getattr(error, "fields", {})
        return _form(request, actor, desk, told(form, error), status=error.status, wrong=wrong)
    if actor.person_id is None:
        receipt = signing.dumps([number, desk.key], salt=_RECEIPT)
        return redirect(behind(request, desk, reverse("portal:sent", args=[receipt])))
    messages.success(request, _("Your request has arrived. We answer here and by mail."))
    return redirect(behind(request, desk, reverse("portal:request", args=[number])))


def _is_to_be_offered(request: HttpRequest) -> bool:
    """Whoever writes without script is shown once what may help. Files would have to be chosen anew: then not."""
    return request.POST.get("offered") != "1" and not request.FILES


def _offered(request: HttpRequest, desk: Desk) -> Markup:
    words = f"{request.POST.get('subject', '')} {request.POST.get('body', '')}"[:OFFER_WORDS]
    return places.render("request_offer", desk, words, request=request, desk_id=desk.pk) if words.strip() else Markup()


def _opened(request: HttpRequest, actor: Actor, wanted: Request, form: RequestForm) -> int:
    if actor.person_id is not None:
        limits.consume(request, "portal_own_form")
        return actions.open_request(actor=actor, request=wanted)
    email = str(form.cleaned_data["email"]).lower()
    limits.consume(request, "portal_form", key=email)
    return actions.open_unproven_request(request=wanted, email=email, name=form.cleaned_data["name"])


def _wanted(request: HttpRequest, desk: Desk, form: RequestForm) -> Request:
    return Request(
        desk=desk,
        subject=form.cleaned_data["subject"],
        text=form.cleaned_data["body"],
        files=request.FILES.getlist("files"),
        priority=form.priority,
        stamp=form.cleaned_data["stamp"],
        **list_fields.chosen(form),
        parts=new_parts.given(request.POST, desk, new_parts.REQUESTER),
    )


def _form_of(actor: Actor) -> type[RequestForm]:
    return StrangerForm if actor.person_id is None else RequestForm


def _form(
    request: HttpRequest,
    actor: Actor,
    desk: Desk,
    form: RequestForm,
    *,
    status: int = 200,
    wrong: Mapping[str, str] | None = None,
    offers: Markup | None = None,
) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    has_offers = bool(slots.items("request_offer", desk_id=desk.pk))
    context: dict[str, Any] = {
        "form": form,
        "stamp": stamp.fresh(),
        "stops": [(code, label, detail) for code, label, detail, _priority in STOPS],
        "is_known": actor.person_id is not None,
        "had_files": bool(request.FILES),
        "has_choice": len(queries.open_desks(actor)) > 1,
        "desk": desk,
        "offers": offers,
        "offers_url": reverse("portal:offers", args=[desk.key]) if has_offers else "",
        "was_offered": request.POST.get("offered") == "1",
        "contacts": places.render("portal_contacts", desk, request=request, desk_id=desk.pk),
        "opening": openings([desk]).get(desk.pk, ""),
        "parts": new_parts.drawn(request, desk, new_parts.REQUESTER, posted=posted, wrong=wrong or {}),
    }
    return page(request, "portal/write.html", context, desk=desk, current="new", status=status)
