"""The list of calendars, one of them, putting away and taking out again; of a desk, and of the installation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from deskhand.accounts.models import Desk
from deskhand.calendars import actions, queries
from deskhand.calendars.closed_days import closed_days_file
from deskhand.calendars.jobs import fetch_feed
from deskhand.calendars.models import Calendar
from deskhand.kernel.errors import Conflict, Invalid, NotFound
from deskhand.ops.calendar_pages import shown
from deskhand.ops.calendar_pages.forms import CalendarForm
from deskhand.ops.calendar_pages.listing import address, calendars_of, list_page, places_of
from deskhand.ops.frame import done, page, the_desk
from deskhand.tickets.context import actor_of
from deskhand.web.gates import gate


@gate("desk:calendars.edit", sample="desk")
@require_GET
def calendars(request: HttpRequest, desk: str) -> HttpResponse:
    """The desk's calendars, those of the installation, and where each counts."""
    return list_page(request, the_desk(desk))


@gate("site:site.settings")
@require_GET
def shared(request: HttpRequest) -> HttpResponse:
    """The calendars of the installation."""
    return list_page(request, None)


@gate("desk:calendars.edit", sample="desk")
@require_http_methods(["GET", "POST"])
def calendar(request: HttpRequest, desk: str, pk: int | None = None) -> HttpResponse:
    """One calendar, or a new one."""
    return _one(request, the_desk(desk), pk)


@gate("site:site.settings", sample="shared_calendar")
@require_http_methods(["GET", "POST"])
def shared_calendar(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """One calendar of the installation, or a new one."""
    return _one(request, None, pk)


@gate("desk:calendars.edit", sample="desk")
@require_POST
def put_away(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Put a calendar away that counts nowhere."""
    return _put_away(request, the_desk(desk), pk)


@gate("site:site.settings", sample="shared_calendar")
@require_POST
def put_shared_away(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for one of the installation."""
    return _put_away(request, None, pk)


@gate("desk:calendars.edit", sample="desk")
@require_POST
def take_out(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Undo of putting away."""
    return _take_out(request, the_desk(desk), pk)


@gate("site:site.settings", sample="shared_calendar")
@require_POST
def take_shared_out(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for one of the installation."""
    return _take_out(request, None, pk)


@gate("desk:calendars.edit", sample="desk")
@require_POST
def drop_plans(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Forget what was planned for later."""
    return _drop_plans(request, the_desk(desk), pk)


@gate("site:site.settings", sample="shared_calendar")
@require_POST
def drop_shared_plans(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for one of the installation."""
    return _drop_plans(request, None, pk)


@gate("desk:calendars.edit", sample="desk")
@require_GET
def closed_days(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """The closed days as a file for calendar programs."""
    return closed_days_file(_row(the_desk(desk), pk))


@gate("site:site.settings", sample="shared_calendar")
@require_GET
def shared_closed_days(request: HttpRequest, pk: int) -> HttpResponse:
    """The same of one of the installation."""
    return closed_days_file(_row(None, pk))


@gate("desk:calendars.edit", sample="desk")
@require_POST
def feed(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """From which address holidays are fetched; an empty one takes it off. The same one again fetches at once."""
    return _fetched(request, the_desk(desk), pk)


@gate("site:site.settings", sample="shared_calendar")
@require_POST
def shared_feed(request: HttpRequest, pk: int) -> HttpResponse:
    """The same of one of the installation."""
    return _fetched(request, None, pk)


def _one(request: HttpRequest, desk: Desk | None, pk: int | None) -> HttpResponse:
    row = _row(desk, pk) if pk else None
    if request.method != "POST":
        version = queries.version_at(row) if row else None
        form = CalendarForm.of(row, version) if row and version else CalendarForm.beginning()
        return _form(request, desk, row, form)
    form = CalendarForm(request.POST, request.FILES, is_new=row is None)
    if "look" in request.POST or (request.FILES and form.is_valid()):
        return _looked(request, desk, row, form)
    if done(form, lambda **typed: _save(request, desk, row, **typed)):
        return _saved(request, desk, form)
    return _form(request, desk, row, form, status=422)


def _save(request: HttpRequest, desk: Desk | None, row: Calendar | None, **typed: Any) -> None:
    actor, name, found = actor_of(request), typed["name"], typed["rules"]
    if row is None:
        actions.create_calendar(actor=actor, desk=desk, name=name, given=found)
    else:
        actions.change_calendar(actor=actor, calendar=row, name=name, given=found, valid_from=typed.get("valid_from"))


def _saved(request: HttpRequest, desk: Desk | None, form: CalendarForm) -> HttpResponse:
    messages.success(request, _("The calendar “%(name)s” is saved.") % {"name": form.cleaned_data["name"]})
    return redirect(address(desk, "list"))


def _looked(request: HttpRequest, desk: Desk | None, row: Calendar | None, form: CalendarForm) -> HttpResponse:
    """The form again with what it comes to; nothing is saved. Days of a file stand in it from now on."""
    if not form.is_valid():
        return _form(request, desk, row, form, status=422)
    rules = form.cleaned_data["rules"]
    return _form(request, desk, row, CalendarForm.again(form, is_new=row is None), typed=rules)


def _form(
    request: HttpRequest,
    desk: Desk | None,
    row: Calendar | None,
    form: CalendarForm,
    *,
    typed: dict[str, Any] | None = None,
    feed_typed: str | None = None,
    feed_error: str = "",
    status: int = 200,
) -> HttpResponse:
    """``typed`` are rules that shall be looked at before they are saved, ``feed_typed`` an address that was refused."""
    feed = queries.feed_of(row) if row else None
    version = queries.version_at(row) if row else None
    found = typed or (version.rules if version else None)
    given = {
        "row": row,
        "form": form,
        "meaning": shown.of_typed(typed) if typed else shown.of_version(version) if version else None,
        "bars": shown.bars(found) if found else [],
        "is_typed": typed is not None,
        "planned": queries.planned_for(row) if row else [],
        "places": places_of(row, desk) if row else [],
        "address": address,
        "here": desk,
        "feed": feed,
        "feed_url": feed_typed if feed_typed is not None else feed.url if feed else "",
        "feed_error": feed_error,
    }
    return page(request, "ops/calendars/calendar.html", desk, status=422 if feed_error else status, **given)


def _put_away(request: HttpRequest, desk: Desk | None, pk: int) -> HttpResponse:
    row = _row(desk, pk)
    try:
        actions.retire_calendar(actor=actor_of(request), calendar=row)
    except Conflict as refusal:
        messages.error(request, str(refusal))
        return redirect(address(desk, "calendar", pk))
    messages.success(request, _("“%(name)s” is put away. It stands below the list.") % {"name": row.name})
    return redirect(address(desk, "list"))


def _take_out(request: HttpRequest, desk: Desk | None, pk: int) -> HttpResponse:
    row = _row(desk, pk)
    try:
        actions.restore_calendar(actor=actor_of(request), calendar=row)
    except Invalid as refusal:
        messages.error(request, str(refusal))
        return redirect(address(desk, "list"))
    messages.success(request, _("“%(name)s” can be chosen again.") % {"name": row.name})
    return redirect(address(desk, "list"))


def _drop_plans(request: HttpRequest, desk: Desk | None, pk: int) -> HttpResponse:
    actions.drop_plans(actor=actor_of(request), calendar=_row(desk, pk))
    messages.success(request, _("Nothing is planned any more. The rules of now go on."))
    return redirect(address(desk, "calendar", pk))


def _fetched(request: HttpRequest, desk: Desk | None, pk: int) -> HttpResponse:
    row, url = _row(desk, pk), request.POST.get("url", "")
    try:
        found = actions.set_feed(actor=actor_of(request), calendar=row, url=url)
    except Invalid as refusal:
        form = CalendarForm.of(row, queries.version_at(row))
        return _form(request, desk, row, form, feed_typed=url, feed_error=str(refusal))
    if found is not None:
        fetch_feed.put(feed_id=found.pk)
        messages.success(request, _("The holidays are being fetched. Load this page again in a moment."))
    else:
        messages.success(request, _("Nothing is fetched any more. The days that were brought stay."))
    return redirect(address(desk, "calendar", pk))


def _row(desk: Desk | None, pk: int) -> Calendar:
    found: Calendar | None = calendars_of(desk).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found
