"""Canned replies of a desk and of its teams."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from deskhand.accounts.models import Desk
from deskhand.ops.frame import after, done, page, the_desk
from deskhand.tickets import canned_form
from deskhand.tickets.actions import delete_canned_reply
from deskhand.tickets.canned import VARIABLES
from deskhand.tickets.canned import put_away as those_put_away
from deskhand.tickets.canned_form import CannedReplyForm
from deskhand.tickets.context import actor_of
from deskhand.tickets.conversation import chip
from deskhand.tickets.models import Attachment, CannedReply
from deskhand.web.gates import gate


@gate("desk:tickets.canned", sample="desk")
def canned(request: HttpRequest, desk: str) -> HttpResponse:
    """All canned replies but those that people keep for themselves."""
    return _page(request, the_desk(desk))


@gate("desk:tickets.canned", sample="desk")
@require_http_methods(["GET", "POST"])
def reply(request: HttpRequest, desk: str, pk: int | None = None) -> HttpResponse:
    """One canned reply, or a new one. ``preview`` shows how what is written reads, and saves nothing."""
    here, actor = the_desk(desk), actor_of(request)
    row = _reply(here, pk) if pk else None
    files = canned_form.files_in(request, actor, here, row)
    if request.method != "POST":
        form = CannedReplyForm.of(row, actor) if row else CannedReplyForm(actor=actor, desk=here)
        return _page(request, here, row=row, form=form, files=files)
    form = CannedReplyForm(request.POST, actor=actor, desk=here, reply=row)
    if "preview" in request.POST:
        shown = canned_form.preview(form, actor, here)
        return _page(request, here, row=row, form=form, files=files, preview=shown)
    if done(form, lambda **_wanted: canned_form.save_from(form, request, here, row, files)):
        return after(request, _("The canned reply is saved."), "ops:canned", desk)
    return _page(request, here, row=row, form=form, files=files, status=422)


@gate("desk:tickets.canned", sample="desk")
@require_POST
def put_away(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Take a canned reply out of the list; answers that were made with it stay."""
    delete_canned_reply(actor=actor_of(request), reply=_reply(the_desk(desk), pk))
    canned_form.deleted(request, reverse("ops:restore_canned", args=[desk, pk]))
    return redirect("ops:canned", desk)


@gate("desk:tickets.canned", sample="desk")
@require_POST
def restore(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Put one that was deleted back into the list."""
    shared = CannedReply.objects.within(the_desk(desk)).filter(person=None)
    canned_form.restored(request, get_object_or_404(shared, pk=pk))
    return redirect("ops:canned", desk)


def _shared(desk: Desk) -> Any:
    return CannedReply.objects.within(desk).filter(is_active=True, person=None)


def _reply(desk: Desk, pk: int) -> CannedReply:
    found: CannedReply = get_object_or_404(_shared(desk), pk=pk)
    return found


def _page(
    request: HttpRequest,
    desk: Desk,
    *,
    row: CannedReply | None = None,
    form: CannedReplyForm | None = None,
    files: Sequence[Attachment] = (),
    preview: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    given = {
        "rows": _shared(desk).select_related("team").order_by("title", "pk"),
        "away": those_put_away(actor_of(request), desk).filter(person=None).select_related("team"),
        "row": row,
        "form": form,
        "files": [chip(one) for one in files],
        "preview": preview,
        "variables": VARIABLES,
        "languages_by_code": dict(settings.LANGUAGES),
        "max_bytes": settings.DESKHAND.max_upload,
    }
    return page(request, "ops/canned.html", desk, status=status, **given)
