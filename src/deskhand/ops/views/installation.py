"""The installation: its desks, its health, its settings."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from deskhand import __version__
from deskhand.accounts.actions import create_desk
from deskhand.accounts.models import Desk
from deskhand.desk_templates.shelf import shelf
from deskhand.kernel.permissions import ADMIN
from deskhand.ops import doctor
from deskhand.ops.actions import free_key_of
from deskhand.ops.forms.desk import NewDeskForm
from deskhand.ops.frame import after, done, first_page, page
from deskhand.ops.somebody import somebody
from deskhand.ops.template_pages.cards import cards, people_search
from deskhand.tickets.context import actor_of
from deskhand.web.gates import gate


@gate("site:desks.create", fresh="change")
@require_http_methods(["GET", "POST"])
def desks(request: HttpRequest) -> HttpResponse:
    """All desks; posting makes another."""
    if request.method != "POST":
        actor = actor_of(request)
        form = NewDeskForm(initial={"who": actor.email or ""})
        return _desks_page(request, form)
    form = NewDeskForm(request.POST)
    made: list[Desk] = []
    if done(form, lambda **wanted: made.append(_make(request, **wanted))):
        if made[0].roles.filter(person_id=actor_of(request).person_id or 0, role=ADMIN).exists():
            return redirect("ops:begin_mailbox", made[0].key)
        words = _("The desk “%(name)s” is there. Its administrator finds the guide on its overview.")
        return after(request, words % {"name": made[0].name}, "ops:desks")
    return _desks_page(request, form, status=422)


@transaction.atomic
def _make(request: HttpRequest, *, name: str, public_name: str, key: str, language: str, **who: Any) -> Desk:
    actor = actor_of(request)
    administrator = somebody(actor, **who)
    return create_desk(
        actor=actor,
        key=key or free_key_of(name),
        name=name,
        public_name=public_name,
        administrator=administrator,
        language=language or settings.LANGUAGE_CODE,
    )


def _desks_page(request: HttpRequest, form: NewDeskForm, status: int = 200) -> HttpResponse:
    actor = actor_of(request)
    chiefs = Count("roles", filter=Q(roles__role=ADMIN))
    rows = [(desk, first_page(actor, desk)) for desk in Desk.objects.annotate(chiefs=chiefs).order_by("name")]
    given: dict[str, Any] = {"search_url": people_search(actor), "cards": cards(get_language())}
    given["refused"] = shelf().refused
    return page(request, "ops/desks.html", form=form, rows=rows, status=status, **given)


@gate("site:site.settings")
def installation(request: HttpRequest) -> HttpResponse:
    """What the doctor finds, and the settings as they are read; both only to look at."""
    found = doctor.examine(thorough=False)
    given: dict[str, Any] = {
        "findings": sorted(found, key=lambda one: ("broken", "warning", "ok").index(one.state)),
        "described": settings.DESKHAND.described(),
        "version": __version__,
    }
    return page(request, "ops/installation.html", **given)
