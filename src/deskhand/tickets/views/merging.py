"""Merging two accounts of one person, from the page of the one who stays; and undoing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from deskhand.accounts.actions import merge_for, merge_people, undo_merge
from deskhand.accounts.actions.merge import UNDO_FOR, need_two_others
from deskhand.accounts.models import Desk, Person
from deskhand.kernel.errors import DeskhandError
from deskhand.tickets import context, merge_page
from deskhand.tickets.people import person_for
from deskhand.web.gates import gate


@require_http_methods(["GET", "POST"])
@gate("desk:people.merge", sample="desk", fresh="change")
def merge(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Choose the other account, look at both, and merge them."""
    actor, here = context.actor_of(request), context.desk_of(request, desk)
    kept = person_for(actor, pk, desk_id=here.pk)
    given = request.POST if request.method == "POST" else request.GET
    if not (given.get("with_id") or given.get("with")):
        return _page(request, here, kept)
    try:
        gone = merge_page.other_one(actor, here, given.get("with_id", ""), given.get("with", "").strip()[:254])
        need_two_others(actor, here, kept, gone)
        if request.method == "GET":
            return _page(request, here, kept, gone)
        merge_people(actor=actor, desk=here, kept=kept, gone=gone, take=request.POST.getlist("take"))
    except DeskhandError as refusal:
        return _page(request, here, kept, typed=given.get("with", ""), error=refusal)
    words = ngettext(
        "%(gone)s is merged into %(kept)s. It can be undone for %(num)s day.",
        "%(gone)s is merged into %(kept)s. It can be undone for %(num)s days.",
        UNDO_FOR.days,
    )
    messages.success(request, words % {"gone": gone.name, "kept": kept.name, "num": UNDO_FOR.days})
    return redirect("tickets:person", desk=desk, pk=kept.pk)


@require_POST
@gate("desk:people.merge", sample="desk", fresh="change")
def unmerge(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Make the two accounts two again."""
    actor, here = context.actor_of(request), context.desk_of(request, desk)
    row = merge_for(actor, here, pk)
    left = undo_merge(actor=actor, desk=here, merge=row)
    names = ", ".join(str(merge_page.LABELS[name]) for name in left if name in merge_page.LABELS)
    words = _("They are two again.")
    if names:
        words = _("They are two again. Changed since and left as it is: %(names)s.") % {"names": names}
    messages.success(request, words)
    return redirect("tickets:person", desk=desk, pk=row.kept_id)


def _page(
    request: HttpRequest,
    desk: Desk,
    kept: Person,
    gone: Person | None = None,
    typed: str = "",
    error: DeskhandError | None = None,
) -> HttpResponse:
    actor = context.actor_of(request)
    more: dict[str, Any] = {"who": kept, "gone": gone, "typed": typed, "error": str(error) if error else ""}
    more |= merge_page.compared(actor, desk, kept, gone) if gone else {"doubles": merge_page.likely(desk, kept)}
    status = error.status if error else 200
    frame = context.workspace(request, section="people", desk=desk)
    return render(request, "tickets/merge.html", frame | more, status=status)
