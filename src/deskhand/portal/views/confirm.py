"""Proving that a request came from the address that stands on it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from deskhand.accounts.actors import person_of
from deskhand.kernel.actor import Actor, Channel
from deskhand.kernel.errors import NotFound
from deskhand.portal.pages import actor_of, page
from deskhand.tickets import links
from deskhand.tickets.actions import confirm_requests
from deskhand.web.gates import gate
from deskhand.web.unlisted import unlisted


@gate("token")
@unlisted
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the one letter to an unproven address. Opening it (as scanners do) changes nothing; its button proves
    the address and shows the request."""
    ticket = links.read_confirm_token(token)
    if ticket is None:
        return page(request, "portal/confirm_void.html", status=404)
    if request.method != "POST":
        return page(request, "portal/confirm.html", {"ticket": ticket}, desk=ticket.desk)
    person = ticket.requester
    owner = Actor(person_id=person.pk, name=person.name, email=person.email or "", channel=Channel.PORTAL)
    confirm_requests(actor=owner, person=person)
    messages.success(request, _("Thank you. Now we know that it was you."))
    return redirect(links.portal_path(ticket, person))


@gate("signed_in")
@require_POST
def confirm_own(request: HttpRequest) -> HttpResponse:
    """Somebody signed in says that what was sent in their name is theirs."""
    actor = actor_of(request)
    person = person_of(actor)
    if person is None:
        raise NotFound
    confirm_requests(actor=actor, person=person)
    messages.success(request, _("Thank you. The request is among yours now."))
    return redirect("portal:home")
