"""A case that a requester opens themselves."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from deskhand.accounts.models import Desk, Person
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Conflict, DeskhandError, NotFound
from deskhand.modules.cases import access
from deskhand.modules.cases.actions import NewCase, open_case
from deskhand.modules.cases.forms import CaseForm, choose_plainly
from deskhand.modules.cases.models import CaseClass
from deskhand.portal import stamp
from deskhand.portal.pages import actor_of, page
from deskhand.tickets.bodies import plain
from deskhand.web import limits
from deskhand.web.gates import gate
from deskhand.web.refusals import put_on


@gate("signed_in")
@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Which desk is it for? With one desk there is nothing to choose."""
    desks = access.desks_that_offer(actor_of(request))
    if len(desks) == 1:
        return redirect("cases:report", desks[0].key)
    return page(request, "cases/choose.html", {"desks": desks, "nameless": bool(access.desks_taking_nameless())})


@gate("signed_in")
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, desk: str) -> HttpResponse:
    """The form. Who may not open a case there finds nothing."""
    actor, here = actor_of(request), Desk.objects.filter(key=desk).first()
    classes = access.offered_classes(actor, here) if here is not None else []
    if here is None or not classes:
        raise NotFound
    offered = CaseClass.objects.within(here).filter(pk__in=[one.pk for one in classes])
    form = CaseForm(request.POST or None, classes=offered)
    choose_plainly(form, offered)
    status = 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            number = _opened(request, actor, here, form)
            messages.success(request, _("Your case has arrived. We answer here."))
            return redirect("portal:request", number)
        except DeskhandError as refusal:
            put_on(form, refusal)
            status = refusal.status
    given = {"form": form, "desk_key": here.key, "nameless": access.nameless_classes(here).exists()}
    return page(request, "cases/report.html", {**given, "stamp": stamp.fresh()}, desk=here, status=status)


def _opened(request: HttpRequest, actor: Actor, desk: Desk, form: CaseForm) -> str:
    """The number of the case. A form that is sent twice makes one."""
    mark, given = request.POST.get("stamp", ""), form.cleaned_data
    stamp.check(mark, is_stranger=False)
    limits.consume(request, "portal_own_form")
    me = Person.objects.get(pk=actor.person_id or 0)
    case = NewCase(case_class=given["case_class"], subject=given["subject"], body=plain(given["text"]), requester=me)
    with transaction.atomic():
        before = stamp.first_use(mark)
        if before == "":
            raise Conflict(_("This case is being sent already. Wait a moment, then look at your requests."))
        number = before or str(open_case(actor=actor, desk=desk, new=case).number)
        stamp.remember(mark, number)
    return number
