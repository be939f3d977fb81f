"""The list of calendars, one of them, putting away and taking out again; of a desk, and of the installation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from deskhand.accounts.models import Desk
from deskhand.calendars import actions, days_off, queries
from deskhand.calendars.feeds import as_feed
from deskhand.calendars.models import Calendar
from deskhand.kernel import clock
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
    return _feed(_row(the_desk(desk), pk))


@gate("site:site.settings", sample="shared_calendar")
@require_GET
def shared_closed_days(request: HttpRequest, pk: int) -> HttpResponse:
    """The same of one of the installation."""
    return _feed(_row(None, pk))


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
    status: int = 200,
) -> HttpResponse:
    """``typed`` are rules that shall be looked at before they are saved."""
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
    }
    return page(request, "ops/calendars/calendar.html", desk, status=status, **given)


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


def _feed(row: Calendar) -> HttpResponse:
    version, now = queries.version_at(row), clock.now()
    first = now.date().replace(month=1, day=1)
    days = days_off.days_off(version.rules, version.public_days, first, first.replace(year=first.year + 2))
    content = as_feed(row.name, days, mark=f"calendar-{row.pk}@deskhand", at=now)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="closed-days-{row.pk}.ics"'
    return response


def _row(desk: Desk | None, pk: int) -> Calendar:
    found: Calendar | None = calendars_of(desk).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found
