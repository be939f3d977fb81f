"""The canned replies that somebody keeps for themselves, and those of their teams."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from deskhand.accounts.models import Desk
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, Invalid, NotFound
from deskhand.tickets import actions, canned, canned_form, context
from deskhand.tickets.canned_form import CannedReplyForm
from deskhand.tickets.conversation import chip
from deskhand.tickets.models import Attachment, CannedReply
from deskhand.web.gates import gate
from deskhand.web.refusals import put_on


@gate("desk:tickets.own_canned", sample="desk")
def listed(request: HttpRequest, desk: str) -> HttpResponse:
    """What the person can edit here."""
    return _page(request, context.desk_of(request, desk))


@gate("desk:tickets.own_canned", sample="desk")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, desk: str) -> HttpResponse:
    """A new one."""
    return _edit(request, context.desk_of(request, desk), None)


@gate("signed_in")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """One that the person may edit; for anybody else it is not there."""
    here = context.desk_of(request, desk)
    return _edit(request, here, _reply(request, here, pk))


@gate("signed_in")
@require_POST
def put_away(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Take it out of the list."""
    row = _reply(request, context.desk_of(request, desk), pk)
    actions.delete_canned_reply(actor=context.actor_of(request), reply=row)
    canned_form.deleted(request, reverse("tickets:restore_own_reply", args=[desk, pk]))
    return redirect("tickets:own_replies", desk)


@gate("signed_in")
@require_POST
def restore(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Put one that was deleted back into the list."""
    canned_form.restored(request, _reply(request, context.desk_of(request, desk), pk, with_deleted=True))
    return redirect("tickets:own_replies", desk)


def _edit(request: HttpRequest, desk: Desk, row: CannedReply | None) -> HttpResponse:
    actor = context.actor_of(request)
    files = canned_form.files_in(request, actor, desk, row)
    if request.method != "POST":
        form = CannedReplyForm.of(row, actor) if row else _blank(actor, desk)
        return _page(request, desk, row=row, form=form, files=files)
    form = CannedReplyForm(request.POST, actor=actor, desk=desk, reply=row)
    if "preview" in request.POST:
        shown = canned_form.preview(form, actor, desk)
        return _page(request, desk, row=row, form=form, files=files, preview=shown)
    if not _is_saved(form, request, desk, row, files):
        return _page(request, desk, row=row, form=form, files=files, status=422)
    messages.success(request, _("The canned reply is saved."))
    return redirect("tickets:own_replies", desk.key)


def _blank(actor: Actor, desk: Desk) -> CannedReplyForm:
    return CannedReplyForm(actor=actor, desk=desk, initial={"scope": canned_form.OWN})


def _is_saved(
    form: CannedReplyForm, request: HttpRequest, desk: Desk, row: CannedReply | None, files: Sequence[Attachment]
) -> bool:
    if not form.is_valid():
        return False
    try:
        canned_form.save_from(form, request, desk, row, files)
    except (Invalid, Conflict) as refusal:
        put_on(form, refusal)
        return False
    return True


def _mine(actor: Actor, found: Any, desk: Desk) -> Any:
    own_or_teams = Q(person_id=actor.person_id) | Q(team__in=canned.my_teams(actor, desk.pk))
    return found.filter(own_or_teams).select_related("team", "desk")


def _offered(actor: Actor, desk: Desk) -> Any:
    return _mine(actor, CannedReply.objects.readable_by(actor, desk.pk), desk)


def _away(actor: Actor, desk: Desk) -> Any:
    return _mine(actor, canned.put_away(actor, desk.pk), desk)


def _reply(request: HttpRequest, desk: Desk, pk: int, *, with_deleted: bool = False) -> CannedReply:
    actor = context.actor_of(request)
    found: CannedReply | None = _offered(actor, desk).filter(pk=pk).first()
    if found is None and with_deleted:
        found = _away(actor, desk).filter(pk=pk).first()
    if found is None or not canned.may_edit(actor, found):
        raise NotFound
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
    actor = context.actor_of(request)
    rows = list(_offered(actor, desk).order_by("title", "pk"))
    given = {
        "own": [one for one in rows if one.person_id is not None],
        "of_teams": [one for one in rows if one.person_id is None],
        "away": _away(actor, desk),
        "may_edit_all": actor.may("tickets.canned", desk.pk),
        "row": row,
        "form": form,
        "files": [chip(one) for one in files],
        "preview": preview,
        "variables": canned.VARIABLES,
        "languages_by_code": dict(settings.LANGUAGES),
        "max_bytes": settings.DESKHAND.max_upload,
    }
    frame = context.workspace(request, section="tickets", desk=desk, with_views=False)
    return render(request, "tickets/own_replies.html", frame | given, status=status)
