"""Putting an announcement away for oneself, from whatever page it stands on."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from deskhand.kernel import clock
from deskhand.modules.announcements import actions
from deskhand.modules.announcements.models import Announcement
from deskhand.tickets.context import actor_of
from deskhand.web.gates import gate
from deskhand.web.htmx import go, is_htmx, toast
from deskhand.web.onward import safe_next


@gate("signed_in")
@require_POST
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """Do not show it again until it changes."""
    row, edition = _row(request, pk), request.POST.get("edition", "")
    back = safe_next(request)
    if not actions.dismiss(
        actor=actor_of(request), announcement=row, edition=int(edition) if edition.isdecimal() else 0
    ):
        messages.info(request, _("The announcement was changed: read it again."))
        return go(back) if is_htmx(request) else redirect(back)
    undo = f"{reverse('announcements:show_again', args=[pk])}?{urlencode({'next': back})}"
    words = _("The announcement is put away. It comes back if it changes.")
    if is_htmx(request):
        return toast(HttpResponse(), words, undo_url=undo)
    messages.success(request, words, extra_tags=f"undo:{undo}")
    return redirect(back)


@gate("signed_in")
@require_POST
def show_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Show it again after all."""
    actions.show_again(actor=actor_of(request), announcement=_row(request, pk))
    return redirect(safe_next(request))


def _row(request: HttpRequest, pk: int) -> Announcement:
    found: Announcement = get_object_or_404(Announcement.objects.visible_to(actor_of(request), clock.now()), pk=pk)
    return found
