"""Ending letters of a kind by the link in one of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from deskhand.accounts.models import Desk, Person
from deskhand.notify import kinds
from deskhand.notify.actions import stop_letters
from deskhand.notify.stopping import SUMMARY, Stop, read_token
from deskhand.web.gates import gate
from deskhand.web.unlisted import unlisted


@csrf_exempt  # Mail programs post here without ever having seen the page: the signed address says who asks for what.
@gate("token")
@unlisted
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask (opening the address, as scanners do, changes nothing); stop when posted to."""
    asked = read_token(token)
    person = Person.objects.filter(pk=asked.person_id).first() if asked else None
    if asked is None or person is None or not _names_something(asked):
        return render(request, "tickets/stop_void.html", status=404)
    if request.method == "POST":
        stop_letters(stop=asked)
    return render(request, "tickets/stop.html", {"is_done": request.method == "POST", **_shown(asked)})


def _names_something(asked: Stop) -> bool:
    """False if nothing that it names is told any more: a kind of a module that is gone, say."""
    return bool({SUMMARY, *(kind.code for kind in kinds.every())} & set(asked.kinds))


def _shown(asked: Stop) -> dict[str, object]:
    known = {kind.code: kind.title for kind in kinds.every()}
    desk = Desk.objects.filter(pk=asked.desk_id).values_list("name", flat=True).first()
    titles = [known[code] for code in asked.kinds if code in known]
    return {"titles": titles, "desk_name": desk or "", "is_summary": SUMMARY in asked.kinds}
