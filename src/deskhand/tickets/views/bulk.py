"""Changing several tickets at once, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from deskhand.accounts.models import Desk
from deskhand.kernel.errors import Invalid
from deskhand.tickets import actions, choosing, context, listing
from deskhand.tickets.actions import bulk_runs as bulk_limits
from deskhand.tickets.actions.bulk import BULK_LIMIT, BulkOutcome
from deskhand.tickets.actions.bulk_runs import RUN_LIMIT
from deskhand.tickets.models import BulkRun
from deskhand.tickets.views import bulk_runs, ticket_list
from deskhand.web.gates import gate
from deskhand.web.htmx import go, is_htmx, toast, trigger

BARE_VERBS = ("spam", "unspam", "delete", "restore")
"""Verbs that need no value."""


@require_POST
@gate("desk:tickets.bulk", sample="desk")
def change(request: HttpRequest, desk: str) -> HttpResponse:
    """Do one verb to the selected tickets (or to all that the list's question means) and show the list again."""
    actor = context.actor_of(request)
    here = context.desk_of(request, desk)
    try:
        verb, value = _wanted(request, here)
        numbers = numbers_of(request, here, limit=RUN_LIMIT)
        if len(numbers) > bulk_limits.AT_ONCE:
            run = actions.begin_run(actor=actor, desk=here, numbers=numbers, verb=verb, value=value)
            return _in_the_background(request, desk, run)
        outcome = actions.change_many(actor=actor, numbers=numbers, verb=verb, value=value)
    except Invalid as wrong:
        return refused(request, wrong)
    undo = reverse("tickets:undo", args=[outcome.undo_id]) if outcome.undo_id else ""
    if not is_htmx(request):
        return redirect(f"{reverse('tickets:list', args=[desk])}?{request.POST.urlencode()}")
    response = ticket_list.again(request, here)
    return trigger(toast(response, told(outcome), undo, kind="error" if outcome.refused else "done"), "live:now")


@require_POST
@gate("signed_in")
def undo(request: HttpRequest, undo_id: int) -> HttpResponse:
    """Put back what a change replaced."""
    outcome = actions.undo(actor=context.actor_of(request), undo_id=undo_id)
    if not is_htmx(request):
        return redirect("tickets:home")
    words = told(outcome) if outcome.refused else _("Undone")
    return trigger(toast(HttpResponse(status=204), words, kind="error" if outcome.refused else "done"), "live:now")


def refused(request: HttpRequest, wrong: Invalid) -> HttpResponse:
    """Say what is wrong and leave the list and the selection as they are."""
    if not is_htmx(request):
        raise wrong
    response = HttpResponse(status=wrong.status, headers={"HX-Reswap": "none"})
    return toast(response, str(wrong), kind="error")


def _wanted(request: HttpRequest, desk: Desk) -> tuple[str, Any]:
    for verb in choosing.CHOICES:
        if verb in request.POST:
            return verb, choosing.chosen(desk, verb, request.POST[verb])
    verb = request.POST.get("verb", "")
    if verb not in BARE_VERBS:
        raise Invalid(_("Choose what to do with the selected tickets."))
    return verb, None


def _in_the_background(request: HttpRequest, desk: str, run: BulkRun) -> HttpResponse:
    """The list anew: above it stands how far the change is."""
    bulk_runs.begun(request, run)
    asked = {name: request.POST[name] for name in ("view", "q", "sort") if name in request.POST}
    address = f"{reverse('tickets:list', args=[desk])}?{urlencode(asked)}"
    return go(address) if is_htmx(request) else redirect(address)


def numbers_of(request: HttpRequest, desk: Desk, *, limit: int = BULK_LIMIT) -> Sequence[int]:
    """The tickets that the list's form means: the ticked ones, or all that its question finds. Raises Invalid, also
    for more than ``limit``."""
    if request.POST.get("all"):
        question = ticket_list.question_of(context.actor_of(request), desk, request.POST)
        found = listing.matching(context.actor_of(request), question).order_by("-updated_at")
        numbers = list(found.values_list("number", flat=True)[: limit + 1])
        if len(numbers) > limit:
            words = _("These are more than %(limit)s tickets. Narrow the search, then select all again.")
            raise Invalid(words % {"limit": limit})
        return numbers
    numbers = [int(one) for one in request.POST.getlist("tickets") if one.isdecimal() and len(one) < 16]
    if not numbers:
        raise Invalid(_("Select a ticket first."))
    return sorted(set(numbers))


def told(outcome: BulkOutcome) -> str:
    """What a change did, and why not to some of them."""
    count = len(outcome.changed)
    words = ngettext("%(n)s ticket changed", "%(n)s tickets changed", count) % {"n": count}
    if not outcome.refused:
        return words if count else _("Nothing changed: it is so already.")
    number, why = next(iter(outcome.refused.items()))
    more = len(outcome.refused) - 1
    rest = ngettext("and %(n)s more", "and %(n)s more", more) % {"n": more} if more else ""
    return " ".join(filter(None, (f"{words}.", _("Not %(number)s: %(why)s") % {"number": number, "why": why}, rest)))
