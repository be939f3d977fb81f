"""Inviting people to a desk, and the invitations that wait."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from deskhand.accounts.actions import invite, send_invitation_again, withdraw_invitation
from deskhand.accounts.actions.invitations import Sent, may_invite_as
from deskhand.accounts.invited import AT_ONCE, TYPED_LIMIT
from deskhand.accounts.models import Desk, Invitation
from deskhand.accounts.models.invitation import INVITED_AS
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.tickets import context
from deskhand.web import limits
from deskhand.web.gates import gate
from deskhand.web.refusals import put_on

SHOWN = 200
"""Newest invitations on the page."""


class InviteForm(forms.Form):
    """To whom, and as what."""

    addresses = forms.CharField(
        label=gettext_lazy("Mail addresses"),
        max_length=TYPED_LIMIT,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "autocapitalize": "off"}),
    )
    role = forms.ChoiceField(label=gettext_lazy("They come as"))

    def __init__(self, *args: Any, actor: Actor, desk: Desk, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(value, label) for value, label in INVITED_AS if may_invite_as(actor, desk.pk, value)]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]
        words = _("One a line, or separated by commas; at most %(limit)s at once.") % {"limit": AT_ONCE}
        self.fields["addresses"].help_text = words


@require_http_methods(["GET", "POST"])
@gate("desk:people.create", sample="desk", fresh="change")
def invitations(request: HttpRequest, desk: str) -> HttpResponse:
    """The form and the list. Posting sends the good addresses; the others stay in the field, with the reasons."""
    here, actor = context.desk_of(request, desk), context.actor_of(request)
    form = InviteForm(request.POST or None, actor=actor, desk=here)
    if request.method != "POST" or not form.is_valid():
        return _page(request, here, form, status=422 if form.errors else 200)
    limits.consume(request, "invite")
    try:
        sent = invite(actor=actor, desk=here, role=form.cleaned_data["role"], typed=form.cleaned_data["addresses"])
    except Invalid as refusal:
        put_on(form, refusal)
        return _page(request, here, form, status=422)
    if sent.invitations:
        n = len(sent.invitations)
        messages.success(
            request, ngettext("%(n)s invitation is on its way.", "%(n)s invitations are on their way.", n) % {"n": n}
        )
    if not sent.refused:
        return redirect("tickets:invitations", desk=desk)
    return _page(request, here, _left(actor, here, form, sent), refused=sent.refused, status=422)


@require_POST
@gate("desk:people.create", sample="desk", fresh="change")
def again(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Send one again, with a new link."""
    here = context.desk_of(request, desk)
    limits.consume(request, "invite")
    send_invitation_again(actor=context.actor_of(request), desk=here, invitation=pk)
    messages.success(request, _("The invitation is sent again. The former link does not work any more."))
    return redirect("tickets:invitations", desk=desk)


@require_POST
@gate("desk:people.create", sample="desk")
def withdraw(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Withdraw one: its link opens nothing any more."""
    here = context.desk_of(request, desk)
    withdraw_invitation(actor=context.actor_of(request), desk=here, invitation=pk)
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("tickets:invitations", desk=desk)


def _left(actor: Actor, desk: Desk, form: InviteForm, sent: Sent) -> InviteForm:
    """The form with only what came back."""
    left = "\n".join(entry for entry, _reason in sent.refused)
    return InviteForm(actor=actor, desk=desk, initial={"addresses": left, "role": form.cleaned_data["role"]})


def _page(
    request: HttpRequest,
    desk: Desk,
    form: InviteForm,
    *,
    refused: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    rows = _rows(context.actor_of(request), desk)
    more = {"form": form, "rows": rows, "refused": refused or []}
    frame = context.workspace(request, section="people", desk=desk)
    return render(request, "tickets/invitations.html", frame | more, status=status)


def _rows(actor: Actor, desk: Desk) -> list[dict[str, Any]]:
    found = Invitation.objects.within(desk).select_related("made_by", "accepted_by").order_by("-made_at", "-pk")
    now, words = clock.now(), dict(INVITED_AS)
    return [
        {
            "row": one,
            "role": words[one.role],
            "state": one.state(now),
            "may": may_invite_as(actor, desk.pk, one.role) and one.state(now) in ("open", "expired", "sending"),
        }
        for one in found[:SHOWN]
    ]
