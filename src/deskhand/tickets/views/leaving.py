"""Somebody leaves a desk: their open work is handed over, their roles end."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from deskhand.accounts.actions import end_roles
from deskhand.accounts.models import Desk, Person
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Denied, Invalid
from deskhand.tickets import actions, context, leaving, people
from deskhand.tickets.actions.bulk import BulkOutcome
from deskhand.web.gates import gate

KEEP = "keep"
"""What is chosen to leave the tickets as they are."""


@require_http_methods(["GET", "POST"])
@gate("desk:desks.roles", sample="desk", fresh="change")
def leave(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """What they have and what it means; posting hands over, ends the roles, or both."""
    here, actor = context.desk_of(request, desk), context.actor_of(request)
    who = people.person_for(actor, pk, desk_id=here.pk)
    if request.method != "POST":
        return _page(request, here, who)
    try:
        outcome, ended = _do(actor, here, who, request.POST.get("to", KEEP), ends="end" in request.POST)
    except (Invalid, Denied) as refusal:
        return _page(request, here, who, wrong=str(refusal), status=refusal.status)
    messages.success(request, _told(outcome, ended, who))
    if outcome and outcome.refused:
        number, why = next(iter(outcome.refused.items()))
        messages.error(request, _("Not %(number)s: %(why)s") % {"number": number, "why": why})
    stays = people.of_desks([here.pk]).filter(pk=pk).exists()
    return redirect("tickets:leave", desk=desk, pk=pk) if stays else redirect("tickets:people", desk=desk)


@require_POST
@gate("desk:desks.roles", sample="desk")
def undo(request: HttpRequest, desk: str, pk: int, hand_over: int) -> HttpResponse:
    """Take a hand-over back."""
    here, actor = context.desk_of(request, desk), context.actor_of(request)
    who = people.person_for(actor, pk, desk_id=here.pk)
    try:
        outcome = actions.undo_hand_over(actor=actor, desk=here, hand_over_id=hand_over)
    except Denied as refusal:
        return _page(request, here, who, wrong=str(refusal), status=403)
    n = len(outcome.changed)
    messages.success(request, ngettext("%(n)s ticket is back.", "%(n)s tickets are back.", n) % {"n": n})
    return redirect("tickets:leave", desk=desk, pk=pk)


@transaction.atomic
def _do(actor: Actor, desk: Desk, who: Person, to: str, *, ends: bool) -> tuple[BulkOutcome | None, bool]:
    outcome = None
    if to != KEEP:
        _row, outcome = actions.hand_over(actor=actor, desk=desk, person=who, to=leaving.taker(desk, to))
    elif not ends:
        raise Invalid(_("Choose who gets the tickets, or end the roles."))
    return outcome, bool(ends and end_roles(actor=actor, desk=desk, person=who))


def _told(outcome: BulkOutcome | None, ended: bool, who: Person) -> str:
    words = []
    if outcome is not None:
        n = len(outcome.changed)
        words.append(ngettext("%(n)s ticket is handed over.", "%(n)s tickets are handed over.", n) % {"n": n})
    if ended:
        words.append(_("%(name)s has no role here any more.") % {"name": who.name})
    return " ".join(words)


def _page(request: HttpRequest, desk: Desk, who: Person, *, wrong: str = "", status: int = 200) -> HttpResponse:
    more = leaving.page(context.actor_of(request), desk, who) | {"wrong": wrong}
    frame = context.workspace(request, section="people", desk=desk)
    return render(request, "tickets/leave.html", frame | more, status=status)
