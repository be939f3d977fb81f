"""One's own times for putting tickets on hold: the list, one more, one less, their order."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from deskhand.accounts.models import Person
from deskhand.kernel import clock
from deskhand.kernel.errors import Invalid
from deskhand.tickets import actions, context, snoozing
from deskhand.tickets.macro_forms import AheadForm
from deskhand.web.gates import gate
from deskhand.web.refusals import put_on


@require_http_methods(["GET", "POST"])
@gate("signed_in")
def times(request: HttpRequest) -> HttpResponse:
    """The times in their order, and the form of another one."""
    if request.method != "POST":
        return _page(request, AheadForm(initial={"unit": "h", "count": 3}))
    form = AheadForm(request.POST)
    if form.is_valid():
        try:
            actions.set_snooze_times(actor=context.actor_of(request), codes=[*_own(request), form.cleaned_data["code"]])
        except Invalid as refusal:
            put_on(form, refusal)
    if form.errors:
        return _page(request, form, status=422)
    messages.success(request, _("The time is added."))
    return redirect("tickets:snooze_times")


@require_POST
@gate("signed_in")
def change(request: HttpRequest) -> HttpResponse:
    """Take one away (``remove``), or move it up (``up``)."""
    codes = _own(request)
    removed, raised = request.POST.get("remove", ""), request.POST.get("up", "")
    if removed in codes:
        codes.remove(removed)
    if raised in codes[1:]:
        place = codes.index(raised)
        codes.insert(place - 1, codes.pop(place))
    actions.set_snooze_times(actor=context.actor_of(request), codes=codes)
    return redirect("tickets:snooze_times")


def _own(request: HttpRequest) -> list[str]:
    return list(cast(Person, request.user).snooze_times)


def _page(request: HttpRequest, form: AheadForm, status: int = 200) -> HttpResponse:
    frame = context.workspace(request, section="notifications", with_views=False)
    zone = timezone.get_current_timezone()
    shown = {
        "own": snoozing.own_presets(_own(request), clock.now(), zone),
        "offered": snoozing.presets(clock.now(), zone),
        "form": form,
        "zone": str(zone),
    }
    return render(request, "tickets/snooze_times.html", frame | shown, status=status)
