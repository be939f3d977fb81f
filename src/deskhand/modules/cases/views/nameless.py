"""Reports without a name: the way there, the form, and the way back with a number and a code."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from deskhand.accounts.models import Desk
from deskhand.kernel.errors import Conflict, DeskhandError, Invalid, NotFound
from deskhand.modules.cases import access, codes, deadlines
from deskhand.modules.cases.actions import Report, go_on, report
from deskhand.modules.cases.forms import TEXT_LIMIT, NamelessForm
from deskhand.modules.cases.views.nameless_door import nameless_page, without_a_name
from deskhand.portal import stamp, words
from deskhand.tickets.bodies import plain
from deskhand.tickets.models import Message, Ticket
from deskhand.web import limits
from deskhand.web.gates import gate
from deskhand.web.refusals import put_on

SHOWN = 200
"""Messages of a report that its reporter sees, the newest."""


@gate("public")
@require_safe
@without_a_name
def index(request: HttpRequest) -> HttpResponse:
    """To which desk one can report, and the way back to a report."""
    desks = access.desks_taking_nameless()
    return _ways(request, desks)


@gate("public", sample="desk")
@require_http_methods(["GET", "HEAD", "POST"])
@without_a_name
def write(request: HttpRequest, desk: str) -> HttpResponse:
    """The form; when it is sent, the number and the code, once."""
    here = Desk.objects.filter(key=desk).first()
    classes = access.nameless_classes(here) if here is not None else None
    if here is None or classes is None or not classes.exists():
        raise NotFound
    form = NamelessForm(request.POST or None, classes=classes)
    if request.method == "POST" and form.is_valid():
        try:
            number = _sent(request, here, form)
            given = {"number": number, "code": request.POST["code"], "receipt": deadlines.RECEIPT.days}
            return nameless_page(request, "cases/nameless_sent.html", given, desk=here)
        except DeskhandError as refusal:
            put_on(form, refusal)
            return _form(request, here, form, status=refusal.status)
    return _form(request, here, form, status=422 if form.errors else 200)


@gate("public")
@require_http_methods(["GET", "HEAD", "POST"])
@without_a_name
def read(request: HttpRequest) -> HttpResponse:
    """What was said on a report, for whoever has its code; with more words, these go on it."""
    if request.method != "POST":
        return redirect("cases:nameless")
    number, code = request.POST.get("number", "").strip()[:20], request.POST.get("code", "")[:100]
    limits.consume(request, "nameless_code")
    ticket = access.report_of(number, code)
    if ticket is None:
        return _ways(request, access.desks_taking_nameless(), number=number, wrong=True)
    text, wrong = request.POST.get("text", ""), ""
    if "text" in request.POST:
        wrong = _added(ticket, text, request.POST.get("stamp", ""))
    return _case(request, ticket, number, code, text=text, wrong=wrong)


def _ways(request: HttpRequest, desks: list[Desk], *, number: str = "", wrong: bool = False) -> HttpResponse:
    """The page looks as the desk does, if there is one alone."""
    given = {"desks": desks, "number": number, "wrong": wrong}
    only = desks[0] if len(desks) == 1 else None
    return nameless_page(request, "cases/nameless.html", given, desk=only, status=422 if wrong else 200)


def _case(request: HttpRequest, ticket: Ticket, number: str, code: str, *, text: str, wrong: str) -> HttpResponse:
    rows = Message.objects.within(ticket.desk_id).filter(ticket=ticket).public().order_by("-created_at", "-pk")[:SHOWN]
    given = {"ticket": ticket, "said": list(reversed(rows)), "number": number, "code": code, "stamp": stamp.fresh()}
    given["state"] = words.status_words(ticket.category, own_words=ticket.status.requester_name, needs_answer=False)
    more = {"wrong": wrong, "typed": text if wrong else "", "was_sent": "text" in request.POST and not wrong}
    status = 422 if wrong else 200
    return nameless_page(request, "cases/nameless_case.html", given | more, desk=ticket.desk, status=status)


def _sent(request: HttpRequest, desk: Desk, form: NamelessForm) -> int:
    """The number of the report. A form that is sent twice makes one."""
    mark, code = request.POST.get("stamp", ""), request.POST.get("code", "")
    stamp.check(mark, is_stranger=True)
    if not codes.is_ours(mark, code, request.POST.get("mark", "")):
        raise Invalid(_("This form could not be read whole. Your text is still here: send it once more."))
    limits.consume(request, "nameless_report")
    given = form.cleaned_data
    with transaction.atomic():
        before = stamp.first_use(mark)
        if before is not None:
            return _number(before)
        said = Report(case_class=given["case_class"], subject=given["subject"], body=plain(given["text"]), code=code)
        number = int(report(desk=desk, said=said).number)
        stamp.remember(mark, str(number))
    return number


def _number(outcome: str) -> int:
    if not outcome:
        raise Invalid(_("This report is being sent already. Wait a moment, then send it once more."))
    return int(outcome)


def _added(ticket: Ticket, text: str, mark: str) -> str:
    """Write on; what is wrong with it, in words."""
    if len(text) > TEXT_LIMIT:
        return _("At most %(limit)s characters.") % {"limit": TEXT_LIMIT}
    try:
        stamp.check(mark, is_stranger=False)
        with transaction.atomic():
            if stamp.first_use(mark) is None:
                go_on(ticket=ticket, body=plain(text))
                stamp.remember(mark, str(ticket.number))
    except (Invalid, Conflict) as refusal:
        return str(refusal)
    return ""


def _form(request: HttpRequest, desk: Desk, form: NamelessForm, *, status: int) -> HttpResponse:
    mark, code = stamp.fresh(), codes.fresh()
    given: dict[str, Any] = {"form": form, "desk_key": desk.key, "receipt": deadlines.RECEIPT.days}
    given |= {"stamp": mark, "code": code, "mark": codes.mark(mark, code), "months": deadlines.FEEDBACK_MONTHS}
    return nameless_page(request, "cases/nameless_report.html", given, desk=desk, status=status)
