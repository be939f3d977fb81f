"""Canned replies of a desk."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from deskhand.accounts.models import Desk
from deskhand.ops.forms.tickets import CannedReplyForm
from deskhand.ops.frame import after, done, page, the_desk
from deskhand.tickets.actions import delete_canned_reply, save_canned_reply
from deskhand.tickets.bodies import plain
from deskhand.tickets.canned import VARIABLES
from deskhand.tickets.context import actor_of
from deskhand.tickets.models import CannedReply
from deskhand.web.gates import gate


@gate("desk:tickets.canned", sample="desk")
def canned(request: HttpRequest, desk: str) -> HttpResponse:
    """All canned replies."""
    return _page(request, the_desk(desk))


@gate("desk:tickets.canned", sample="desk")
@require_http_methods(["GET", "POST"])
def reply(request: HttpRequest, desk: str, pk: int | None = None) -> HttpResponse:
    """One canned reply, or a new one."""
    here = the_desk(desk)
    row = _reply(here, pk) if pk else None
    if request.method != "POST":
        return _page(request, here, row=row, form=CannedReplyForm.of(row) if row else CannedReplyForm(desk=here))
    form = CannedReplyForm(request.POST, desk=here)
    if done(form, lambda **wanted: _save(request, here, row, **wanted)):
        return after(request, _("The canned reply is saved."), "ops:canned", desk)
    return _page(request, here, row=row, form=form, status=422)


@gate("desk:tickets.canned", sample="desk")
@require_POST
def put_away(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Take a canned reply out of the list; answers that were made with it stay."""
    delete_canned_reply(actor=actor_of(request), reply=_reply(the_desk(desk), pk))
    return after(request, _("The canned reply is gone."), "ops:canned", desk)


def _reply(desk: Desk, pk: int) -> CannedReply:
    found: CannedReply = get_object_or_404(CannedReply.objects.within(desk).filter(is_active=True), pk=pk)
    return found


def _save(
    request: HttpRequest, desk: Desk, row: CannedReply | None, *, body: str, body_format: str, **wanted: Any
) -> None:
    html = body if body_format == "html" else plain(body).html
    save_canned_reply(actor=actor_of(request), desk=desk, reply=row, body=html, **wanted)


def _page(
    request: HttpRequest,
    desk: Desk,
    *,
    row: CannedReply | None = None,
    form: CannedReplyForm | None = None,
    status: int = 200,
) -> HttpResponse:
    rows = CannedReply.objects.within(desk).filter(is_active=True).select_related("team").order_by("title", "pk")
    given = {
        "rows": rows,
        "row": row,
        "form": form,
        "variables": VARIABLES,
        "languages_by_code": dict(settings.LANGUAGES),
    }
    return page(request, "ops/canned.html", desk, status=status, **given)
