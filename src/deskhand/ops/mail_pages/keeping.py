"""For how long letters are kept that belong to no ticket: a form on the page of all mail."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from deskhand.mail.actions import set_keep_days
from deskhand.ops.frame import after, done, the_desk
from deskhand.ops.mail_pages import traffic
from deskhand.ops.mail_pages.keeping_form import KeepingForm
from deskhand.tickets.context import actor_of
from deskhand.web.gates import gate


@gate("desk:mail.settings", sample="desk")
@require_POST
def keep(request: HttpRequest, desk: str) -> HttpResponse:
    """Set it; a number that is refused is shown again where it was typed."""
    here = the_desk(desk)
    form = KeepingForm(request.POST)
    if done(form, lambda keep_days: set_keep_days(actor=actor_of(request), desk=here, days=keep_days)):
        return after(request, _("Saved."), "mail:mail", desk)
    return traffic.shown(request, here, "mail:mail", "", keeping=form, status=422)
