"""The list of a desk's announcements, and the form of one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from deskhand.accounts.models import Desk
from deskhand.kernel import clock
from deskhand.kernel.errors import Invalid
from deskhand.modules.announcements import actions
from deskhand.modules.announcements.actions.affected import affected
from deskhand.modules.announcements.actions.follow import followers
from deskhand.modules.announcements.forms import AnnouncementForm
from deskhand.modules.announcements.models import Announcement
from deskhand.modules.announcements.querysets import MODULE
from deskhand.tickets.context import actor_of, desk_of, workspace
from deskhand.web.gates import gate
from deskhand.web.refusals import put_on

SHOWN = 100
"""Past announcements on the page, those that began last first; current and planned ones are all there."""


@gate("desk:announcements.read", sample="desk")
def index(request: HttpRequest, desk: str) -> HttpResponse:
    """What is shown now, what is planned (the next first), and what was."""
    here, at = desk_of(request, desk), clock.now()
    found = Announcement.objects.within(here).prefetch_related("organizations")
    past = list(found.past(at)[: SHOWN + 1])
    rows = [*found.current(at), *found.planned(at).order_by("starts_at", "pk"), *past[:SHOWN]]
    groups = [(title, [one for one in rows if one.state(at) == state]) for state, title in _groups()]
    given: dict[str, Any] = {
        "groups": [group for group in groups if group[1]],
        "has_more": len(past) > SHOWN,
        "shown": SHOWN,
        "affected": affected([one.pk for one in rows]),
        "followers": followers([one.pk for one in rows]),
    }
    return _page(request, "announcements/list.html", here, **given)


@gate("desk:announcements.publish", sample="desk")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, desk: str, pk: int | None = None) -> HttpResponse:
    """One announcement, or a new one."""
    here = desk_of(request, desk)
    row = _row(here, pk) if pk else None
    if request.method != "POST":
        form = AnnouncementForm.of(row) if row else AnnouncementForm.fresh(here)
        return _form_page(request, here, form, row)
    form = AnnouncementForm(request.POST, desk=here)
    if not form.is_valid() or not _saved(request, here, row, form):
        return _form_page(request, here, form, row, status=422)
    messages.success(request, _("The announcement is saved."))
    return redirect("announcements:list", desk)


@gate("desk:announcements.publish", sample="desk")
@require_POST
def end(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Show it no longer."""
    actions.end(actor=actor_of(request), announcement=_row(desk_of(request, desk), pk))
    undo = reverse("announcements:resume", args=[desk, pk])
    messages.success(request, _("The announcement has ended."), extra_tags=f"undo:{undo}")
    return redirect("announcements:list", desk)


@gate("desk:announcements.publish", sample="desk")
@require_POST
def resume(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Show what was ended again."""
    actions.resume(actor=actor_of(request), announcement=_row(desk_of(request, desk), pk))
    messages.success(request, _("The announcement is shown again."))
    return redirect("announcements:list", desk)


@gate("desk:announcements.publish", sample="desk")
@require_POST
def delete(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Remove it for good."""
    actions.delete(actor=actor_of(request), announcement=_row(desk_of(request, desk), pk))
    messages.success(request, _("The announcement is deleted."))
    return redirect("announcements:list", desk)


def _groups() -> list[tuple[str, str]]:
    return [("current", _("Shown now")), ("planned", _("Planned")), ("past", _("Past"))]


def _row(desk: Desk, pk: int) -> Announcement:
    found: Announcement = get_object_or_404(Announcement.objects.within(desk), pk=pk)
    return found


def _saved(request: HttpRequest, desk: Desk, row: Announcement | None, form: AnnouncementForm) -> bool:
    """Publish or change. False if the action refuses; the form then says why."""
    try:
        if row is None:
            actions.publish(actor=actor_of(request), desk=desk, details=form.details)
        else:
            actions.change(actor=actor_of(request), announcement=row, details=form.details)
    except Invalid as refusal:
        put_on(form, refusal)
        return False
    return True


def _form_page(
    request: HttpRequest, desk: Desk, form: AnnouncementForm, row: Announcement | None, status: int = 200
) -> HttpResponse:
    others = [(name, form[f"title_{code}"], form[f"text_{code}"]) for code, name in form.other_languages]
    given: dict[str, Any] = {"form": form, "row": row, "others": others, "zone": timezone.get_current_timezone_name()}
    given |= {"is_current": False, "come": 0, "followers": 0, "affected": 0}
    given["has_steps"] = bool(row and row.steps) or any(name.startswith("step_") for name in form.errors)
    if row is not None:
        at = clock.now()
        given |= {"is_current": row.state(at) == "current", "come": len(row.come(at)) if row.starts_at <= at else 0}
        given |= {"followers": followers([row.pk]).get(row.pk, 0), "affected": affected([row.pk]).get(row.pk, 0)}
    return _page(request, "announcements/form.html", desk, status=status, **given)


def _page(request: HttpRequest, template: str, desk: Desk, *, status: int = 200, **given: Any) -> HttpResponse:
    may_publish = actor_of(request).may("announcements.publish", desk.pk)
    frame = workspace(request, section=MODULE, desk=desk)
    return render(request, template, {**frame, "may_publish": may_publish, **given}, status=status)
