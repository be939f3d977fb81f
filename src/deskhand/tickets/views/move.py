"""Moving tickets to another desk: where to, what it does, and doing it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from deskhand.accounts.models import Desk
from deskhand.kernel.errors import Invalid, NotFound
from deskhand.tickets import actions, context, handing_list, keeping, moving
from deskhand.tickets.access import is_readable_number
from deskhand.tickets.actions.bulk import BULK_LIMIT, BulkOutcome
from deskhand.tickets.models import Ticket
from deskhand.tickets.views import bulk
from deskhand.web.gates import gate
from deskhand.web.htmx import go, is_htmx

NAMED = 8
"""Tickets that the page names; of more it tells the number."""


@require_http_methods(["GET", "POST"])
@gate("desk:tickets.move", sample="desk")
def move(request: HttpRequest, desk: str) -> HttpResponse:
    """The page with the preview (GET ``tickets``, ``to``); from a list's selection the way there (``choose``); the
    move itself (POST ``to``)."""
    here = context.desk_of(request, desk)
    if request.method == "POST" and "choose" in request.POST:
        return _chosen(request, here)
    tickets = _tickets(request, here)
    found = moving.targets(context.actor_of(request), here)
    asked = request.POST.get("to", "") or request.GET.get("to", "")
    target = next((one for one in found if one.desk.key == asked), found[0] if len(found) == 1 else None)
    if request.method == "POST" and target is not None:
        return _moved(request, here, tickets, target)
    error = _("Choose the desk that they shall go to.") if request.method == "POST" else ""
    return _page(request, here, tickets, found, target, error)


def _chosen(request: HttpRequest, desk: Desk) -> HttpResponse:
    """From the selection of a list to the page about it."""
    try:
        numbers = bulk.numbers_of(request, desk)
    except Invalid as wrong:
        return bulk.refused(request, wrong)
    query = urlencode({"tickets": ",".join(map(str, numbers))})
    address = f"{reverse('tickets:move', args=[desk.key])}?{query}"
    return go(address) if is_htmx(request) else redirect(address)


def _tickets(request: HttpRequest, desk: Desk) -> list[Ticket]:
    """The named tickets of the desk of which the mover may know; those that are not there (any more) are left out."""
    given = ",".join([*request.GET.getlist("tickets"), *request.POST.getlist("tickets")])
    numbers = {int(one) for one in given.split(",") if is_readable_number(one.strip())}
    if len(numbers) > BULK_LIMIT:
        raise Invalid(_("At most %(limit)s tickets at once. Narrow the selection.") % {"limit": BULK_LIMIT})
    return moving.of_numbers(context.actor_of(request), desk, numbers)


def _moved(request: HttpRequest, desk: Desk, tickets: list[Ticket], target: moving.Target) -> HttpResponse:
    """Move them. Where some stay, the page is shown again for those, with what was chosen."""
    if not tickets:
        raise NotFound
    numbers, is_one = [one.number for one in tickets], len(tickets) == 1
    value = moving.Move(
        target.desk,
        keep=_ids(request, "keep") if is_one else (),
        readers=_ids(request, "readers") if is_one else (),
        keeps_all=not is_one and request.POST.get("notes") == "stay",
    )
    outcome = actions.change_many(actor=context.actor_of(request), numbers=numbers, verb="move", value=value)
    _tell(request, outcome, target)
    if not outcome.refused:
        return redirect("tickets:list", desk.key)
    here = [one for one in tickets if one.number in outcome.refused]
    return _page(request, desk, here, moving.targets(context.actor_of(request), desk), target, _why(outcome))


def _ids(request: HttpRequest, name: str) -> list[int]:
    return [int(one) for one in request.POST.getlist(name) if one.isdecimal() and len(one) < 16]


def _why(outcome: BulkOutcome) -> str:
    """Why they did not move: the first one's reason, and how many more there are."""
    number, why = next(iter(outcome.refused.items()))
    if len(outcome.refused) == 1 and not outcome.changed:
        return why
    more = len(outcome.refused) - 1
    rest = ngettext("and %(n)s more", "and %(n)s more", more) % {"n": more} if more else ""
    return " ".join(filter(None, (_("Not %(number)s: %(why)s") % {"number": number, "why": why}, rest)))


def _tell(request: HttpRequest, outcome: BulkOutcome, target: moving.Target) -> None:
    if not outcome.changed:
        return
    undo = f"undo:{reverse('tickets:undo', args=[outcome.undo_id])}" if outcome.undo_id else ""
    messages.success(request, _told(outcome, target), extra_tags=undo)
    if len(outcome.rests) == 1:
        messages.info(request, _("What stayed here is in ticket %(number)s.") % {"number": outcome.rests[0]})
    elif outcome.rests:
        named, more = outcome.rests[:NAMED], len(outcome.rests[NAMED:])
        said = ", ".join(map(str, named))
        rest = ngettext("and %(n)s more", "and %(n)s more", more) % {"n": more} if more else ""
        words = _("What stayed here is in the tickets %(numbers)s.")
        messages.info(request, words % {"numbers": f"{said} {rest}".strip()})


def _told(outcome: BulkOutcome, target: moving.Target) -> str:
    count = len(outcome.changed)
    said = {"n": count, "number": outcome.changed[0], "desk": target.name}
    if count == 1:
        return _("Ticket %(number)s is on “%(desk)s” now.") % said
    return ngettext("%(n)s ticket is on “%(desk)s” now.", "%(n)s tickets are on “%(desk)s” now.", count) % said


def _page(
    request: HttpRequest,
    desk: Desk,
    tickets: list[Ticket],
    targets: list[moving.Target],
    target: moving.Target | None,
    error: str,
) -> HttpResponse:
    is_one = len(tickets) == 1
    listed = handing_list.before(context.actor_of(request), tickets[0], target.desk) if target and is_one else None
    given: dict[str, Any] = {
        "tickets": tickets,
        "named": tickets[:NAMED],
        "numbers": ",".join(str(one.number) for one in tickets),
        "targets": targets,
        "target": target,
        "shown": moving.preview(desk, tickets, target) if target and tickets else None,
        "listed": listed,
        "confidential": sum(one.is_confidential for one in tickets) if not is_one else 0,
        "readers": _ticked(request, listed),
        "notes": keeping.choices(tickets[0]) if target and is_one else [],
        "kept_limit": keeping.KEPT_LIMIT,
        "keep": request.POST.getlist("keep"),
        "is_kept": request.POST.get("notes") == "stay",
        "error": error,
        "back": reverse("tickets:ticket", args=[tickets[0].number])
        if is_one
        else reverse("tickets:list", args=[desk.key]),
    }
    frame = context.workspace(request, section="tickets", desk=desk, with_views=False)
    return render(request, "tickets/move.html", frame | given, status=422 if error else 200)


def _ticked(request: HttpRequest, listed: handing_list.ListThere | None) -> set[int]:
    """Who is ticked as a reader: whom somebody chose, and before that those who read it already."""
    if request.method == "POST":
        return set(_ids(request, "readers"))
    return set(listed.reading) if listed else set()
