"""One of one's own requests, signed in."""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from deskhand.portal import door
from deskhand.portal.answering import make_move, take_answer
from deskhand.portal.conversation import conversation_page
from deskhand.portal.pages import actor_of
from deskhand.web.gates import gate


@gate("own_ticket", sample="ticket")
@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, number: int) -> HttpResponse:
    """The conversation, and an answer to it."""
    actor = actor_of(request)
    if actor.person_id is None:
        return redirect_to_login(request.get_full_path())
    here = door.by_session(actor, number)
    return take_answer(request, here) if request.method == "POST" else conversation_page(request, here)


@gate("own_ticket", sample="ticket")
@require_POST
def move(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """Solved, open again, withdrawn."""
    actor = actor_of(request)
    if actor.person_id is None:
        return redirect_to_login(request.get_full_path())
    return make_move(request, door.by_session(actor, number), verb)
