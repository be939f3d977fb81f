"""Who looks after the installation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from deskhand.accounts.actions import make_site_admin, unmake_site_admin
from deskhand.accounts.models import Person
from deskhand.kernel.errors import Denied
from deskhand.ops.forms.desk import SomebodyForm
from deskhand.ops.frame import after, done, page
from deskhand.ops.somebody import somebody
from deskhand.ops.template_pages.cards import people_search
from deskhand.tickets.context import actor_of
from deskhand.web.gates import gate


@gate("site:site.settings", fresh="change")
@require_http_methods(["GET", "POST"])
def site_admins(request: HttpRequest) -> HttpResponse:
    """All of them; posting names another."""
    if request.method != "POST":
        return _page(request, SomebodyForm())
    form = SomebodyForm(request.POST)
    if done(form, lambda **who: _make(request, **who)):
        return after(request, _("They look after the installation now. Both of you get a letter."), "ops:site_admins")
    return _page(request, form, status=422)


@transaction.atomic
def _make(request: HttpRequest, **who: Any) -> Person:
    actor = actor_of(request)
    return make_site_admin(actor=actor, person=somebody(actor, **who))


@gate("site:site.settings", sample="person", fresh="change")
@require_POST
def unmake(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it from somebody. The last one stays."""
    person = get_object_or_404(Person, pk=pk)
    try:
        unmake_site_admin(actor=actor_of(request), person=person)
    except Denied as refusal:
        messages.error(request, str(refusal))
        return _page(request, SomebodyForm(), status=403)
    words = _("%(name)s looks after the installation no more.") % {"name": person.name}
    return after(request, words, "ops:settings" if person.pk == actor_of(request).person_id else "ops:site_admins")


def _page(request: HttpRequest, form: SomebodyForm, status: int = 200) -> HttpResponse:
    chiefs = Person.objects.filter(is_site_admin=True).order_by("name", "pk")
    given: dict[str, Any] = {"form": form, "chiefs": chiefs, "search_url": people_search(actor_of(request))}
    return page(request, "ops/site_admins.html", status=status, **given)
