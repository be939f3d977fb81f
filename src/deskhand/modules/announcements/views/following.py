"""One announcement on the portal, with what it said before; and following an outage, from any page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from deskhand.kernel import clock
from deskhand.kernel.errors import Invalid
from deskhand.modules.announcements import actions
from deskhand.modules.announcements.actions.follow import follows, may_follow
from deskhand.modules.announcements.banners import on_page
from deskhand.modules.announcements.models import Announcement, Kind
from deskhand.portal.pages import actor_of, page
from deskhand.web.gates import gate
from deskhand.web.onward import safe_next


@gate("public")
@require_safe
def told(request: HttpRequest, pk: int) -> HttpResponse:
    """What it says, what it said before, and whether one hears of it. A past one is there for those who follow it."""
    row, at, actor = _row(request, pk), clock.now(), actor_of(request)
    is_current = row.state(at) == "current"
    on_page(request, row)
    context: dict[str, Any] = {
        "row": row,
        "words": row.words(at=at),
        "since": _times(row, at)[-1],
        "before": _before(row, at),
        "is_over": not is_current,
        "follows": follows(actor, row),
        "may_follow": row.kind == Kind.OUTAGE and is_current and may_follow(actor),
        "here": request.path,
    }
    return page(request, "announcements/told.html", context, desk=row.desk)


@gate("signed_in")
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Hear when the text of an outage changes and when it is over, or no more. Whoever opens the address (after signing
    in, say) comes to the announcement."""
    row = _row(request, pk)
    if request.method != "POST":
        return redirect("announcements:told", pk)
    wants = request.POST.get("follow") != "no"
    try:
        (actions.follow if wants else actions.unfollow)(actor=actor_of(request), announcement=row)
    except Invalid as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("You hear by mail when its text changes, and when it is over.")
        messages.success(request, said if wants else _("You do not follow it any more."))
    back = safe_next(request, reverse("announcements:told", args=[pk]) if row.state(clock.now()) == "current" else "/")
    return redirect(back)


def _before(row: Announcement, at: datetime) -> list[tuple[datetime, dict[str, str]]]:
    """What it said before what it says now, the newest first, each with the time from which on."""
    return [(one, row.words(at=one)) for one in reversed(_times(row, at)[:-1])]


def _times(row: Announcement, at: datetime) -> list[datetime]:
    """From when on each of its texts was said, the first one first."""
    return [row.starts_at, *(datetime.fromisoformat(one["at"]) for one in row.come(at))]


def _row(request: HttpRequest, pk: int) -> Announcement:
    rows = Announcement.objects.told_again_to(actor_of(request), clock.now()).select_related("desk")
    found: Announcement = get_object_or_404(rows, pk=pk)
    return found
