"""Whoever was about to write because of something that the desk has announced."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from deskhand.kernel import clock
from deskhand.modules.announcements import actions
from deskhand.modules.announcements.actions.follow import follows
from deskhand.modules.announcements.models import Announcement
from deskhand.portal.pages import actor_of, page
from deskhand.web import limits
from deskhand.web.gates import gate


@gate("public")
@require_http_methods(["GET", "HEAD", "POST"])
def affected(request: HttpRequest, pk: int) -> HttpResponse:
    """This is my problem: nothing is sent, and it is counted."""
    actor = actor_of(request)
    row = get_object_or_404(Announcement.objects.told_to(actor, clock.now()).select_related("desk"), pk=pk)
    if request.method == "POST":
        limits.consume(request, "announcement_affected")
        actions.confirm_affected(actor=actor, announcement=row)
        return redirect("announcements:affected", pk)
    one = {"pk": row.pk, "title": row.words()["title"], "is_followed": follows(actor, row)}
    context = {"about_desk": row.desk, "one": one, "here": request.path}
    return page(request, "announcements/affected.html", context, desk=row.desk)
