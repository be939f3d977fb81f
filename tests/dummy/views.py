"""The list of marks, and the button that leaves one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from deskhand.tickets.context import actor_of, desk_of, workspace
from deskhand.web.gates import gate
from tests.dummy import actions
from tests.dummy.models import Mark


@gate("desk:dummy.read", sample="desk")
@require_http_methods(["GET", "POST"])
def marks(request: HttpRequest, desk: str) -> HttpResponse:
    """See the marks of a desk; POST leaves one."""
    here = desk_of(request, desk)
    if request.method == "POST":
        actions.leave(actor=actor_of(request), desk=here)
        return redirect("dummy:list", desk)
    words = sorted(set(Mark.objects.within(here).values_list("word", flat=True)))
    return render(request, "dummy/list.html", {**workspace(request, section="dummy", desk=here), "words": words})
