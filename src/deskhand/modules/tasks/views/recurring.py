"""The desk's tickets that come again, and the form of one with its next dates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from itertools import islice
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from deskhand.accounts.models import Desk
from deskhand.calendars.recurrence import Days, Recurrence, instants
from deskhand.calendars.working_days import days_of
from deskhand.kernel import clock
from deskhand.kernel.errors import Invalid
from deskhand.modules.tasks import access, actions
from deskhand.modules.tasks.actions.making import REQUESTER_GONE
from deskhand.modules.tasks.actions.recurring import wrong_rule
from deskhand.modules.tasks.models import MadeTicket, RecurringTicket
from deskhand.modules.tasks.querysets import MODULE
from deskhand.modules.tasks.recurring_form import RecurringForm, RuleForm
from deskhand.tickets.context import actor_of, desk_of, workspace
from deskhand.web import moments
from deskhand.web.gates import gate
from deskhand.web.refusals import put_on

DATES = 10
"""How many of the next dates the page shows."""

MADE = 10
"""How many of the tickets that were made the page shows, the newest."""


@gate("desk:tasks.recurring", sample="desk")
@require_safe
def index(request: HttpRequest, desk: str) -> HttpResponse:
    """Those that run, those that rest, and those that were put away."""
    here = desk_of(request, desk)
    groups: dict[str, list[RecurringTicket]] = {"running": [], "resting": [], "away": []}
    for row in RecurringTicket.objects.within(here).order_by("next_at", "subject", "pk"):
        groups[_group(row)].append(row)
    titles = {"running": _("To come"), "resting": _("Paused or over"), "away": pgettext("state", "Put away")}
    given = {"groups": [(name, titles[name], rows) for name, rows in groups.items() if rows], "gone": REQUESTER_GONE}
    return _page(request, "tasks/recurring_list.html", here, 200, given)


@gate("desk:tasks.recurring", sample="desk")
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, desk: str, pk: int | None = None) -> HttpResponse:
    """One of them, or a new one. ``look`` only shows the dates."""
    here, actor = desk_of(request, desk), actor_of(request)
    row = access.recurring_for(actor, pk, desk_id=here.pk) if pk else None
    if request.method == "GET":
        form = RecurringForm.of(row) if row else RecurringForm.fresh(here, actor.email)
        return _form_page(request, here, form, row)
    form = RecurringForm(request.POST, desk=here)
    if "look" in request.POST:
        return _form_page(request, here, form, row)
    if not form.is_valid() or not _saved(request, here, form, row):
        return _form_page(request, here, form, row, status=422)
    messages.success(request, _("The ticket is planned."))
    return redirect("tasks:recurring", desk)


@gate("desk:tasks.recurring", sample="desk")
@require_POST
def dates(request: HttpRequest, desk: str) -> HttpResponse:
    """The fields of the chosen pattern, and the next dates of what is typed. Writes nothing."""
    here, form = desk_of(request, desk), RuleForm(request.POST)
    return render(request, "tasks/_rule.html", {"form": form, "desk_key": here.key, **_coming(here, form)})


@gate("desk:tasks.recurring", sample="desk")
@require_POST
def pause(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Make none for now."""
    return _done(request, desk, pk, actions.pause_recurring, _("It is paused."), "tasks:resume_recurring")


@gate("desk:tasks.recurring", sample="desk")
@require_POST
def resume(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Go on."""
    return _done(request, desk, pk, actions.resume_recurring, _("It goes on."), "tasks:pause_recurring")


@gate("desk:tasks.recurring", sample="desk")
@require_POST
def put_away(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Make none any more."""
    return _done(request, desk, pk, actions.put_away_recurring, _("It is put away."), "tasks:put_back_recurring")


@gate("desk:tasks.recurring", sample="desk")
@require_POST
def put_back(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """Let it be there again."""
    return _done(request, desk, pk, actions.put_back_recurring, _("It is there again, paused."))


def _group(row: RecurringTicket) -> str:
    if row.put_away_at is not None:
        return "away"
    return "resting" if row.paused_at is not None or row.next_at is None else "running"


def _done(
    request: HttpRequest, desk: str, pk: int, act: Callable[..., object], words: str, undo: str = ""
) -> HttpResponse:
    row = access.recurring_for(actor_of(request), pk, desk_id=desk_of(request, desk).pk)
    act(actor=actor_of(request), recurring=row)
    messages.success(request, words, extra_tags=f"undo:{reverse(undo, args=[desk, pk])}" if undo else "")
    return redirect("tasks:recurring", desk)


def _saved(request: HttpRequest, desk: Desk, form: RecurringForm, row: RecurringTicket | None) -> bool:
    """Plan or change. False if the action refuses; the form then says why."""
    given: dict[str, Any] = {"desk": desk, "contents": form.contents, "rule": form.rule, "recurring": row}
    try:
        actions.save_recurring(actor=actor_of(request), **given)
    except Invalid as refusal:
        put_on(form, refusal)
        return False
    return True


def _coming(desk: Desk, form: RuleForm) -> dict[str, Any]:
    """The next dates of what the form says, in the desk's zone, as far as it says enough."""
    days = days_of(desk)
    rule = _rule_in(form)
    found = list(islice(instants(rule, days, after=clock.now()), DATES)) if rule is not None else []
    return {"dates": [_there(at, days) for at in found], "can_tell": rule is not None, "zone": days.zone.key}


def _there(at: datetime, days: Days) -> str:
    local = at.astimezone(days.zone)
    return f"{moments.long_day(local)}, {moments.clock(local, in_its_zone=True)}"


def _rule_in(form: RuleForm) -> Recurrence | None:
    """What the form says of when, whatever it lacks else."""
    shown = form if form.is_bound else RuleForm({**form.initial, "on_closed": form.initial["on_closed"]})
    shown.is_valid()
    names = set(RuleForm.base_fields) & set(shown.errors)
    rule = shown.rule if not names and {"starts_on", "at"} <= set(shown.cleaned_data) else None
    return rule if rule is not None and not wrong_rule(rule) else None


def _form_page(
    request: HttpRequest, desk: Desk, form: RecurringForm, row: RecurringTicket | None, status: int = 200
) -> HttpResponse:
    made = MadeTicket.objects.within(desk).filter(recurring=row).select_related("ticket") if row else ()
    given = {"form": form, "row": row, "desk_key": desk.key, "made": list(made[:MADE]), "gone": REQUESTER_GONE}
    return _page(request, "tasks/recurring.html", desk, status, given | _coming(desk, form))


def _page(request: HttpRequest, template: str, desk: Desk, status: int, given: dict[str, Any]) -> HttpResponse:
    return render(request, template, workspace(request, section=MODULE, desk=desk) | given, status=status)
