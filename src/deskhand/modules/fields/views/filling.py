"""The fields of a ticket, to fill in."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from deskhand.kernel.errors import Invalid, NotFound
from deskhand.modules.fields import actions
from deskhand.modules.fields.inputs import part, posted_texts, typed_words
from deskhand.modules.fields.models import OF_STAFF, Needed
from deskhand.modules.fields.queries import Asking, asking, held_by, texts_by_code, words_of
from deskhand.modules.fields.querysets import desks_on
from deskhand.tickets import access
from deskhand.tickets.context import actor_of, workspace
from deskhand.tickets.models import Ticket
from deskhand.web.gates import gate


@gate("served_ticket", sample="ticket")
@require_http_methods(["GET", "POST"])
def fill(request: HttpRequest, number: int) -> HttpResponse:
    """The form, and what it changes: only fields that were changed in it are written."""
    actor = actor_of(request)
    ticket = access.served_ticket_for(actor, number)
    if ticket.desk_id not in desks_on(actor):
        raise NotFound
    if request.method == "GET" and not actor.may_on("fields.fill", ticket):
        return redirect("tickets:ticket", number)
    actor.need_on("fields.fill", ticket)
    known = asking(ticket.desk_id, ticket_kind=ticket.kind)
    held = held_by(ticket)
    if request.method != "POST":
        typed = {one.code: words_of(one, held.get(one.code, [])) for one in known.fields if one.kind in OF_STAFF}
        return _form(request, ticket, known, texts_by_code(held), typed)
    posted = posted_texts(request.POST, known)
    try:
        actions.set_fields(actor=actor, ticket=ticket, values=_changed(request, known, posted), saw=_saw(request))
    except Invalid as refusal:
        return _form(request, ticket, known, posted, typed_words(request.POST, known), refusal=refusal, status=422)
    messages.success(request, _("The fields are saved."))
    return redirect("tickets:ticket", number)


def _changed(request: HttpRequest, known: Asking, posted: dict[str, list[str]]) -> dict[str, list[str]]:
    """What was asked, and is not as the form was handed out."""
    saw, asked = _saw(request), {one.code for one in known.asked(posted)}
    return {code: typed for code, typed in posted.items() if code in asked and typed != saw.get(code, [])}


def _saw(request: HttpRequest) -> dict[str, list[str]]:
    """What the form held when it was handed out, as it says itself."""
    try:
        found = json.loads(request.POST.get("saw", "{}"))
    except ValueError:
        return {}
    is_whole = isinstance(found, dict) and all(isinstance(one, list) for one in found.values())
    return found if is_whole else {}


def _form(
    request: HttpRequest,
    ticket: Ticket,
    known: Asking,
    texts: dict[str, list[str]],
    typed: dict[str, str],
    *,
    refusal: Invalid | None = None,
    status: int = 200,
) -> HttpResponse:
    wrong = refusal.fields if refusal is not None else {}
    drawn = part(ticket.desk, known, texts, ticket_kind=ticket.kind, at=Needed.RESOLVING, wrong=wrong, typed=typed)
    frame = workspace(request, section="tickets", desk=ticket.desk, with_views=False)
    saw = request.POST.get("saw", "{}") if request.method == "POST" else json.dumps(texts)
    given = {"ticket": ticket, "saw": saw, "part": drawn, "refusal": str(refusal) if refusal is not None else ""}
    return render(request, "fields/fill.html", frame | given, status=status)
