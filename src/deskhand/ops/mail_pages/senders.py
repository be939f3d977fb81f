"""The lists of blocked and allowed senders: of a desk, and of the whole installation."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from deskhand.accounts.models import Desk
from deskhand.kernel import clock
from deskhand.mail import sender_lists
from deskhand.mail.actions import allow_sender, block_sender, unblock
from deskhand.mail.actions.senders import WHY_LIMIT
from deskhand.mail.models import SenderRuleKind
from deskhand.ops.frame import after, done, page, the_desk
from deskhand.tickets.context import actor_of
from deskhand.web.gates import gate

PAGE = 100
"""Entries on one page."""


class SenderForm(forms.Form):
    """An entry of a list."""

    address_or_domain = forms.CharField(
        label=gettext_lazy("Address or domain"),
        max_length=320,
        help_text=gettext_lazy("As in eve@shop.example, or shop.example with all below it."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Letters from there"), choices=SenderRuleKind.choices)
    why = forms.CharField(
        label=gettext_lazy("Why"), max_length=WHY_LIMIT, required=False, help_text=gettext_lazy("For colleagues.")
    )
    expires_on = forms.DateField(
        label=gettext_lazy("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("Empty: for good."),
    )


@gate("desk:mail.settings", sample="desk")
@require_http_methods(["GET", "POST"])
def senders(request: HttpRequest, desk: str) -> HttpResponse:
    """The list of a desk; posting enters somebody. ``address`` in the address fills the form in."""
    return _list(request, the_desk(desk))


@gate("desk:mail.settings", sample="desk")
@require_POST
def forget(request: HttpRequest, desk: str) -> HttpResponse:
    """Take an entry off the list of a desk."""
    return _forget(request, the_desk(desk))


@gate("site:site.settings")
@require_http_methods(["GET", "POST"])
def senders_everywhere(request: HttpRequest) -> HttpResponse:
    """The list that holds for all desks; posting enters somebody."""
    return _list(request, None)


@gate("site:site.settings")
@require_POST
def forget_everywhere(request: HttpRequest) -> HttpResponse:
    """Take an entry off the list of all desks."""
    return _forget(request, None)


def _list(request: HttpRequest, desk: Desk | None) -> HttpResponse:
    if request.method != "POST":
        filled = {"address_or_domain": request.GET.get("address", "")[:320], "kind": SenderRuleKind.BLOCK}
        return _page(request, desk, SenderForm(initial=filled))
    form = SenderForm(request.POST)
    if done(form, lambda **wanted: _enter(request, desk, **wanted)):
        return after(request, _("The sender is on the list."), *_here(desk))
    return _page(request, desk, form, status=422)


def _forget(request: HttpRequest, desk: Desk | None) -> HttpResponse:
    unblock(actor=actor_of(request), desk=desk, address_or_domain=request.POST.get("pattern", ""))
    return after(request, _("The sender is off the list."), *_here(desk))


def _enter(request: HttpRequest, desk: Desk | None, *, kind: str, expires_on: Any, **wanted: Any) -> None:
    actor = actor_of(request)
    zone = clock.zone_of(getattr(request.user, "time_zone", ""))
    over = datetime.combine(expires_on + timedelta(days=1), time.min, zone) if expires_on else None
    put = block_sender if kind == SenderRuleKind.BLOCK else allow_sender
    put(actor=actor, desk=desk, expires_at=over, **wanted)


def _here(desk: Desk | None) -> tuple[str, ...]:
    return ("mail:senders", desk.key) if desk else ("mail:senders_everywhere",)


def _page(request: HttpRequest, desk: Desk | None, form: SenderForm, status: int = 200) -> HttpResponse:
    typed = request.GET.get("q", "").strip().lower()[:200]
    rows = sender_lists.entries(desk)
    rows = rows.filter(pattern__contains=typed) if typed else rows
    context: dict[str, Any] = {
        "form": form,
        "typed": typed,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "now": clock.now(),
        "for_all": sender_lists.entries(None).count() if desk else 0,
    }
    return page(request, "ops/mail/senders.html", desk, status=status, **context)
