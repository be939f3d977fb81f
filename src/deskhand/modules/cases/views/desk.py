"""The cases of a desk, those of one person, and a new one."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from deskhand.accounts.models import Desk, Person
from deskhand.kernel.errors import Conflict, Denied, Invalid
from deskhand.modules.cases import access, deadlines, keeping
from deskhand.modules.cases.actions import NewCase, open_case
from deskhand.modules.cases.chosen import somebody
from deskhand.modules.cases.forms import CaseForm
from deskhand.modules.cases.models import CaseClass
from deskhand.modules.cases.querysets import MODULE
from deskhand.tickets.bodies import plain
from deskhand.tickets.context import actor_of, desk_of, workspace
from deskhand.tickets.models.choices import FINISHED
from deskhand.web.gates import gate
from deskhand.web.refusals import put_on

PAGE = 50
"""Cases on one page."""

STATES = ("open", "ended", "due", "all")
"""What the list can be narrowed to."""


@gate("desk:cases.read", sample="desk")
@require_safe
def index(request: HttpRequest, desk: str) -> HttpResponse:
    """The cases that one may read, the newest first."""
    here = desk_of(request, desk)
    classes = list(CaseClass.objects.within(here))
    state = request.GET.get("state", "")
    chosen = next((one for one in classes if str(one.pk) == request.GET.get("class", "")), None)
    rows = access.files_of(actor_of(request), here)
    rows = rows.filter(case_class=chosen) if chosen is not None else rows
    state = state if state in STATES else STATES[0]
    rows = _standing(rows, here, state)
    asked = urlencode({"state": state, "class": chosen.pk if chosen else ""})
    given = {
        "state": state,
        "classes": classes,
        "chosen": chosen,
        "base": f"?{asked}&page=",
        "ahead": keeping.AHEAD.days,
    }
    return _listed(request, here, rows, "cases/list.html", given)


@gate("desk:cases.read", sample="desk")
@require_safe
def of_person(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """The file of a person: every case about them, and every one that they opened, as far as one may read it."""
    here, actor = desk_of(request, desk), actor_of(request)
    person = access.person_on(actor, here, pk)
    files = access.files_of(actor, here)
    rows = files.filter(about=person) | files.filter(ticket__requester=person)
    return _listed(request, here, rows, "cases/person.html", {"person": person, "base": "?page="})


@gate("desk:cases.keep", sample="desk")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, desk: str) -> HttpResponse:
    """A new case, for somebody who asked for it, about somebody."""
    here = desk_of(request, desk)
    classes = CaseClass.objects.within(here).in_use()
    form = CaseForm(request.POST or None, classes=classes)
    if request.method == "POST" and form.is_valid():
        number = _opened(request, here, form)
        if number:
            messages.success(request, _("The case is open."))
            return redirect("tickets:ticket", number)
    given = {"form": form, "typed": request.POST, "search_url": reverse("tickets:people_search", args=[desk])}
    frame = workspace(request, section=MODULE, desk=here)
    return render(request, "cases/new.html", {**frame, **given}, status=422 if form.errors else 200)


def _opened(request: HttpRequest, desk: Desk, form: CaseForm) -> int | None:
    """The number of the case; None if it was refused, and the form says why."""
    actor, given = actor_of(request), form.cleaned_data
    try:
        requester = somebody(actor, request.POST, "requester") or Person.objects.get(pk=actor.person_id or 0)
        case = NewCase(
            case_class=given["case_class"],
            subject=given["subject"],
            body=plain(given["text"]),
            requester=requester,
            about=somebody(actor, request.POST, "about"),
        )
        return int(open_case(actor=actor, desk=desk, new=case).number)
    except (Invalid, Conflict, Denied) as refusal:
        put_on(form, refusal)
        return None


def _standing(rows: Any, desk: Desk, state: str) -> Any:
    """Those of the list that stand so."""
    match state:
        case "open":
            return rows.exclude(ticket__category__in=FINISHED)
        case "ended":
            return rows.filter(ticket__category__in=FINISHED)
        case "due":
            return keeping.kept_no_longer(rows, [desk.pk])
    return rows


def _listed(request: HttpRequest, desk: Desk, rows: Any, template: str, given: dict[str, Any]) -> HttpResponse:
    """A page of cases."""
    actor = actor_of(request)
    shown = Paginator(rows.order_by("-ticket__updated_at", "-pk"), PAGE).get_page(request.GET.get("page"))
    more = {
        "page": shown,
        "today": keeping.today(),
        "dues": deadlines.next_of(list(shown.object_list)),
        "may_keep": actor.may("cases.keep", desk.pk),
        "may_set": actor.may("cases.classes", desk.pk),
    }
    frame = workspace(request, section=MODULE, desk=desk)
    return render(request, template, {**frame, **given, **more})
