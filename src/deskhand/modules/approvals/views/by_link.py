"""Deciding by the link of a letter. Opening it decides nothing: programs that look at links open it, too."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from deskhand.accounts.actors import actor_for
from deskhand.accounts.merging import who_is_now
from deskhand.accounts.models import Person
from deskhand.kernel import switches
from deskhand.kernel.actor import Actor, Channel
from deskhand.kernel.errors import DeskhandError, NotFound
from deskhand.modules.approvals import access
from deskhand.modules.approvals.absences import deciders
from deskhand.modules.approvals.models import Ask
from deskhand.modules.approvals.querysets import MODULE
from deskhand.modules.approvals.tokens import LINKS
from deskhand.modules.approvals.views.frame import ask_page
from deskhand.modules.approvals.views.verbs import carry_out
from deskhand.portal.void_links import void_page
from deskhand.tickets.letter_links import NOT_WHOLE, GivenLink
from deskhand.web.gates import gate
from deskhand.web.unlisted import unlisted


@gate("token")
@unlisted
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, token: str) -> HttpResponse:
    """The page to decide on; a second use says what was decided."""
    found = _read(token)
    if isinstance(found, str):
        instead, label = _("Sign in to see what waits for you."), _("My approvals")
        return void_page(request, found, instead=instead, label=label, page_name="approvals:list")
    row, actor = found
    url = reverse("approvals:by_link", args=[token])
    if request.method != "POST":
        return ask_page(request, row, post_url=url, is_link=True)
    try:
        said = carry_out(actor, row, request.POST)
    except DeskhandError as refusal:
        row, typed = access.ask_beyond(row.pk), request.POST.get("remark", "")
        return ask_page(
            request, row, post_url=url, is_link=True, status=refusal.status, error=str(refusal), typed=typed
        )
    messages.success(request, said)
    return redirect(url)


def _read(token: str) -> tuple[Ask, Actor] | str:
    """What the link is about, and whose it is: as long as they have an account and the module is on. Else why not, in
    words; of what nobody signed only that."""
    named = LINKS.read(token)
    if named is None:
        return str(NOT_WHOLE)
    row, person = _named(named)
    if row is None or person is None:
        return _("What it was about is gone, or it is not yours to decide any more.")
    if named.is_over:
        return LINKS.too_old
    if row.state == "waiting" and access.has_come_back(row, named):
        return _("Its letter was sent on to us, so others may have read the link. It decides nothing any more.")
    if row.state == "waiting" and person.pk not in deciders(row.person):
        return _("What it was about is gone, or it is not yours to decide any more.")
    return row, actor_for(person, Channel.MAIL)


def _named(named: GivenLink) -> tuple[Ask | None, Person | None]:
    try:
        row = access.ask_beyond(named.row)
    except NotFound:
        return None, None
    if not switches.is_on(MODULE, row.approval.desk_id):
        return None, None
    return row, Person.objects.filter(pk=who_is_now(named.person), is_active=True).first()
