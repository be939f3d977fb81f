"""Priority by impact and urgency, on one page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from deskhand.accounts.models import Desk
from deskhand.kernel.errors import Invalid
from deskhand.modules.fields import actions
from deskhand.modules.fields.models import Field, Matrix, Option
from deskhand.tickets.context import actor_of
from deskhand.tickets.models import Priority
from deskhand.tickets.module_settings import settings_page, the_desk
from deskhand.web.gates import gate

CELL = "cell."
"""Before the pair in the name of an input."""


@gate("desk:fields.configure", sample="desk")
@require_http_methods(["GET", "POST"])
def matrix(request: HttpRequest, desk: str) -> HttpResponse:
    """The matrix; POST switches it (``on``) or takes other priorities."""
    here = the_desk(desk)
    if request.method != "POST":
        return _page(request, here)
    try:
        words = _switched(request, here) if "on" in request.POST else _changed(request, here)
    except Invalid as refusal:
        return _page(request, here, refusal=str(refusal), status=422)
    messages.success(request, words)
    return redirect("fields:matrix", desk)


def _switched(request: HttpRequest, desk: Desk) -> str:
    on = request.POST["on"] == "yes"
    actions.use_matrix(actor=actor_of(request), desk=desk, on=on)
    return _("The priority follows from impact and urgency.") if on else _("People choose the priority themselves.")


def _changed(request: HttpRequest, desk: Desk) -> str:
    actions.set_matrix(actor=actor_of(request), desk=desk, cells=_cells(request.POST))
    return _("The matrix is saved.")


def _cells(posted: QueryDict) -> dict[str, int]:
    words = {one.word: one.value for one in Priority}
    named = {name.removeprefix(CELL): str(value) for name, value in posted.items() if name.startswith(CELL)}
    return {name: words.get(value, 0) for name, value in named.items() if value}


def _page(request: HttpRequest, desk: Desk, *, refusal: str = "", status: int = 200) -> HttpResponse:
    row = Matrix.objects.within(desk).select_related("impact", "urgency").first()
    given: dict[str, Any] = {"row": row, "refusal": refusal, "priorities": [(one.word, one.label) for one in Priority]}
    if row is not None:
        given |= {"impacts": _options(row.impact), "urgencies": _options(row.urgency)}
        given["words"] = {name: Priority(value).word for name, value in row.cells.items()}
    return settings_page(request, "fields/matrix.html", desk, status=status, **given)


def _options(field: Field) -> list[Option]:
    return list(field.options.filter(is_archived=False))
