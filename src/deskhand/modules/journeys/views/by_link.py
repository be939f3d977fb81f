"""The timeline by the link of a letter, for whoever has not signed in yet. The link opens this one journey."""

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
from deskhand.kernel.actor import Actor, Channel
from deskhand.kernel.errors import Conflict, Denied, NotFound
from deskhand.modules.journeys import access, actions
from deskhand.modules.journeys.letters import LINKS
from deskhand.modules.journeys.models import Journey
from deskhand.modules.journeys.views.portal import own_page
from deskhand.portal.void_links import void_page
from deskhand.tickets.letter_links import NOT_WHOLE
from deskhand.web.gates import gate
from deskhand.web.unlisted import unlisted


@gate("token")
@unlisted
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, token: str) -> HttpResponse:
    """The timeline. Posting ``code`` ticks off what is one's own; with ``undo`` it takes that back."""
    found = _read(token)
    if isinstance(found, str):
        instead, label = _("Sign in to see your journeys."), _("My journeys")
        return void_page(request, found, instead=instead, label=label, page_name="journeys:mine")
    journey, actor = found
    url = reverse("journeys:by_link", args=[token])
    if request.method != "POST":
        return own_page(request, actor, journey, tick_url=url, untick_url=url, is_link=True)
    act, words = (actions.untick, _("It is open again.")) if request.POST.get("undo") else (actions.tick, _("Done."))
    try:
        act(actor=actor, journey=journey, code=request.POST.get("code", ""))
    except (Conflict, Denied) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words)
    return redirect(url)


def _read(token: str) -> tuple[Journey, Actor] | str:
    """What the link opens and for whom; else why it does not, in words."""
    named = LINKS.read(token)
    if named is None:
        return str(NOT_WHOLE)
    person = Person.objects.filter(pk=who_is_now(named.person), is_active=True).first()
    if named.is_over:
        return LINKS.too_old
    if person is None:
        return _("What it was about is gone, or it is not yours any more.")
    actor = actor_for(person, Channel.MAIL)
    try:
        return access.own_journey_for(actor, named.row), actor
    except NotFound:
        return _("What it was about is gone, or it is not yours any more.")
