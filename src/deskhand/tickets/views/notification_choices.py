"""What one wants to hear, by which channel, and when."""

from __future__ import annotations

from typing import cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from deskhand.accounts.models import Desk, Person
from deskhand.kernel import clock
from deskhand.kernel.errors import Invalid
from deskhand.notify import actions, queries
from deskhand.notify.kinds import CHANNELS
from deskhand.notify.models import EVERYWHERE, Digest
from deskhand.tickets import context
from deskhand.web.gates import gate
from deskhand.web.refusals import put_on


class RhythmForm(forms.Form):
    """How often a summary, and when it is quiet."""

    digest = forms.ChoiceField(label=gettext_lazy("How often"), choices=Digest.choices)
    hour = forms.TypedChoiceField(
        label=gettext_lazy("At"), coerce=int, choices=[(hour, f"{hour:02}:00") for hour in range(24)]
    )
    day = forms.TypedChoiceField(label=gettext_lazy("On"), coerce=int, choices=list(WEEKDAYS.items()))
    quiet_from = forms.TimeField(
        label=gettext_lazy("From"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    quiet_until = forms.TimeField(
        label=gettext_lazy("Until"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    @classmethod
    def of(cls, person: Person) -> RhythmForm:
        """The form with what is so now."""
        row = queries.rhythm_of(person)
        return cls(
            initial={
                "digest": row.digest,
                "hour": row.digest_hour,
                "day": row.digest_day,
                "quiet_from": row.quiet_from,
                "quiet_until": row.quiet_until,
            }
        )


@require_http_methods(["GET", "POST"])
@gate("signed_in")
def choices(request: HttpRequest) -> HttpResponse:
    """The matrix of kinds and channels, in general or (``desk``) for one desk that the person serves."""
    person = cast(Person, request.user)
    desk = _desk(request)
    if request.method != "POST":
        return _page(request, RhythmForm.of(person), desk)
    general = {kind.code: wants for kind, wants in queries.choices(person)}
    for kind, wants in queries.choices(person, desk.pk if desk else EVERYWHERE):
        for channel in CHANNELS:
            wanted = f"{kind.code}:{channel}" in request.POST
            if wanted != wants[channel]:
                follows = desk is not None and wanted == general[kind.code][channel]
                actions.choose(
                    actor=context.actor_of(request),
                    kind=kind.code,
                    channel=channel,
                    wanted=None if follows else wanted,
                    desk_id=desk.pk if desk else EVERYWHERE,
                )
    messages.success(request, _("Saved."))
    return redirect(_address(desk))


@require_POST
@gate("signed_in")
def rhythm(request: HttpRequest) -> HttpResponse:
    """Save how often a summary is written, and when it is quiet."""
    form = RhythmForm(request.POST)
    if form.is_valid():
        try:
            actions.set_rhythm(actor=context.actor_of(request), **form.cleaned_data)
        except Invalid as wrong:
            put_on(form, wrong)
    if form.errors:
        return _page(request, form, None, status=422)
    messages.success(request, _("Saved."))
    return redirect("notify:preferences")


def _page(request: HttpRequest, form: RhythmForm, desk: Desk | None, status: int = 200) -> HttpResponse:
    person = cast(Person, request.user)
    frame = context.workspace(request, section="notifications", with_views=False)
    served = context.served_desks(context.actor_of(request))
    tabs = [{"label": _("Every desk"), "url": _address(None), "is_current": desk is None}]
    tabs += [{"label": one.name, "url": _address(one), "is_current": one == desk} for one in served]
    shown = {
        "chosen": queries.choices(person, desk.pk if desk else EVERYWHERE),
        "channels": CHANNELS,
        "rhythm": form,
        "zone": str(clock.zone_of(person.time_zone)),
        "of_desk": desk,
        "desk_tabs": tabs if len(served) > 1 else [],
        "save_at": _address(desk),
    }
    return render(request, "tickets/notification_choices.html", {**frame, **shown}, status=status)


def _desk(request: HttpRequest) -> Desk | None:
    """The desk that the page is about, if the person serves it; else the page is about all."""
    served = context.served_desks(context.actor_of(request))
    return next((one for one in served if one.key == request.GET.get("desk", "")), None)


def _address(desk: Desk | None) -> str:
    return reverse("notify:preferences") + (f"?desk={desk.key}" if desk else "")
