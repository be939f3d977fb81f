"""The first run: one link from the terminal, two short pages, and the guide of the first desk goes on from there."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from deskhand.kernel.actor import Channel, system
from deskhand.kernel.errors import Conflict, Denied, Invalid
from deskhand.ops import first_run as beginning
from deskhand.ops.actions import Begun, begin
from deskhand.ops.forms.first_run import AdministratorForm, FirstDeskForm
from deskhand.web.gates import gate
from deskhand.web.refusals import put_on
from deskhand.web.unlisted import unlisted

STEPS = ("who", "what")
"""The pages before there is anybody: the administrator, the desk. What was typed on one goes along on the other."""


@gate("public")
@unlisted
@require_http_methods(["GET", "POST"])
def first_run(request: HttpRequest, token: str) -> HttpResponse:
    """The pages behind the terminal's link. They answer until there is an administrator; nothing is made before the
    last one is sent."""
    if not beginning.is_right(token):
        return _over(request, token, status=404)
    if request.method != "POST":
        return _page(request, {"who": AdministratorForm(), "what": FirstDeskForm()}, "who")
    going = request.POST.get("go", "")
    if going in ("next", "back"):
        return _turned(request, going)
    forms: dict[str, Any] = {"who": AdministratorForm(request.POST), "what": FirstDeskForm(request.POST)}
    wrong = [step for step in STEPS if not forms[step].is_valid()]
    if wrong:
        return _page(request, forms, wrong[0], status=422)
    try:
        begun = _begin(forms)
    except Denied:
        return _over(request, token, status=409)
    except (Invalid, Conflict) as refusal:
        step = _about(forms, refusal)
        put_on(forms[step], refusal)
        return _page(request, forms, step, status=422)
    return _come_in(request, begun)


def _turned(request: HttpRequest, going: str) -> HttpResponse:
    """The other page, with what was typed on both. Forwards only when the first one is right."""
    who: Any = AdministratorForm(request.POST)
    what: Any = FirstDeskForm(initial=request.POST.dict()) if "desk_name" in request.POST else FirstDeskForm()
    if going == "next" and not who.is_valid():
        return _page(request, {"who": who, "what": what}, "who", status=422)
    if going == "back":
        who = AdministratorForm(initial=request.POST.dict())
    return _page(request, {"who": who, "what": what}, "what" if going == "next" else "who")


def _begin(forms: dict[str, Any]) -> Begun:
    return begin(actor=system(Channel.WEB), **forms["who"].cleaned_data, **forms["what"].cleaned_data)


def _come_in(request: HttpRequest, begun: Begun) -> HttpResponse:
    person, onward = begun.administrator, reverse("ops:begin_mailbox", args=[begun.desk.key])
    record_authentication(request, person, method="password")
    response: HttpResponse = perform_login(request, Login(user=person, redirect_url=onward))
    return response


def _about(forms: dict[str, Any], refusal: Exception) -> str:
    """The page that a refusal is about: by its fields, else the administrator's."""
    names = set(getattr(refusal, "fields", {}))
    return next((step for step in STEPS if names & set(forms[step].fields)), "who")


def _page(request: HttpRequest, forms: dict[str, Any], step: str, status: int = 200) -> HttpResponse:
    labels = {"who": _("You"), "what": _("Desk")}
    later = [_("Mailbox"), _("People"), _("Done")]
    at = STEPS.index(step)
    steps = [{"label": labels[one], "is_done": i < at, "is_current": i == at} for i, one in enumerate(STEPS)]
    given = {"step": step, "form": forms[step], "unseen": forms["who" if step == "what" else "what"]}
    return render(
        request, "ops/first_run.html", {**given, "steps": [*steps, *({"label": one} for one in later)]}, status=status
    )


def _over(request: HttpRequest, token: str, status: int) -> HttpResponse:
    was_right = beginning.is_signed_token(token)
    context = {"was_right": was_right, "was_late": status == 409}
    return render(request, "ops/first_run_over.html", context, status=status)
