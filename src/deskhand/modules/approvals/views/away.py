"""While I am away, somebody decides for me. For everybody with an account."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from deskhand.accounts.models import Person
from deskhand.kernel import clock
from deskhand.kernel.errors import Invalid
from deskhand.modules.approvals import access, actions
from deskhand.modules.approvals.absences import name_of, stands_in_for
from deskhand.modules.approvals.forms import AbsenceForm
from deskhand.modules.approvals.models import Absence
from deskhand.portal.pages import actor_of, page
from deskhand.web.gates import gate
from deskhand.web.refusals import put_on


@gate("signed_in")
@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Mine, for now and later, and a new one."""
    actor = actor_of(request)
    form = AbsenceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.declare_absence(actor=actor, **form.given())
        except Invalid as refusal:
            put_on(form, refusal)
        else:
            messages.success(request, _("It is noted. You get a letter that says who decides for you."))
            return redirect("approvals:away")
    rows = Absence.objects.of_person(actor.person_id).filter(ended_at=None, until_on__gte=clock.ago(days=1).date())
    standing = Person.objects.filter(pk__in=stands_in_for(actor.person_id)).order_by("name")
    status = 422 if request.method == "POST" else 200
    sees = access.sees_people(actor)
    named = [(one, name_of(one, sees_people=sees)) for one in rows.select_related("substitute")]
    context = {"form": form, "rows": named, "standing": standing}
    return page(request, "approvals/away.html", context, current="approvals", status=status)


@gate("signed_in", sample="absence")
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """I decide for myself again."""
    actions.end_absence(actor=actor_of(request), absence_id=pk)
    messages.success(request, _("You decide for yourself again."))
    return redirect("approvals:away")
