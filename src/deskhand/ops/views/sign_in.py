"""The rules of signing in, and helping somebody who cannot come in any more."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from deskhand.accounts import factors, policy, sessions
from deskhand.accounts.actions import (
    end_sessions,
    make_sign_in_link,
    may_see_link,
    save_sign_in_policy,
    send_sign_in_link,
    take_factors,
)
from deskhand.accounts.models import Desk, DeskRole, Person
from deskhand.kernel.errors import Conflict, Invalid, NotFound
from deskhand.kernel.permissions import DESK_ROLES
from deskhand.ops.forms.sign_in import ReasonForm, SignInForm
from deskhand.ops.frame import after, page, the_desk
from deskhand.tickets.context import actor_of
from deskhand.web.gates import gate
from deskhand.web.refusals import put_on

_FIELDS = {"idle": "idle_hours", "longest": "longest_days"}
"""The form's names of what the action calls otherwise."""


@gate("site:site.settings", fresh="change")
@require_http_methods(["GET", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """Who needs a second factor, and how long sessions last."""
    if request.method != "POST":
        return page(request, "ops/sign_in.html", form=SignInForm.of(policy.current()))
    form = SignInForm(request.POST)
    if form.is_valid():
        try:
            save_sign_in_policy(actor=actor_of(request), **form.rules())
            return after(request, _("Saved."), "ops:sign_in")
        except Invalid as refusal:
            about = {_FIELDS.get(name, name): words for name, words in refusal.fields.items()}
            put_on(form, Invalid(str(refusal), about))
    return page(request, "ops/sign_in.html", form=form, status=422)


@gate("desk:people.recover", sample="desk")
def of_desk(request: HttpRequest, desk: str, pk: int) -> HttpResponse:
    """How somebody with a role on the desk comes in."""
    here = the_desk(desk)
    return _page(request, _somebody(pk, here), here)


@gate("desk:people.recover", sample="desk", fresh=True)
@require_POST
def of_desk_act(request: HttpRequest, desk: str, pk: int, act: str) -> HttpResponse:
    """Take their second factor away, or end their sessions."""
    here = the_desk(desk)
    return _act(request, _somebody(pk, here), here, act)


@gate("site:people.links", sample="person")
def of_site(request: HttpRequest, pk: int) -> HttpResponse:
    """How anybody comes in."""
    return _page(request, _somebody(pk, None), None)


@gate("site:people.links", sample="person", fresh=True)
@require_POST
def of_site_act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Take their second factor away, end their sessions, or make a sign-in link."""
    return _act(request, _somebody(pk, None), None, act)


def _somebody(pk: int, desk: Desk | None) -> Person:
    people = Person.objects.all()
    if desk is not None:
        people = people.filter(pk__in=DeskRole.objects.filter(desk=desk, role__in=DESK_ROLES).values("person_id"))
    return get_object_or_404(people, pk=pk)


def _act(request: HttpRequest, person: Person, desk: Desk | None, act: str) -> HttpResponse:
    if act == "link" and desk is None:
        return _link(request, person)
    if act == "sessions":
        count = end_sessions(actor=actor_of(request), person=person)
        words = ngettext("%(n)s session is ended.", "%(n)s sessions are ended.", count) % {"n": count}
        return _after(request, words, person, desk)
    if act == "factors":
        return _take(request, person, desk)
    raise NotFound


def _link(request: HttpRequest, person: Person) -> HttpResponse:
    actor = actor_of(request)
    if may_see_link(actor):
        return _page(request, person, None, link=make_sign_in_link(actor=actor, person=person))
    try:
        address = send_sign_in_link(actor=actor, person=person)
    except Invalid as refusal:
        return _page(request, person, None, refusal=str(refusal), status=422)
    return _after(
        request, _("A letter with the link is on its way to %(address)s.") % {"address": address}, person, None
    )


def _take(request: HttpRequest, person: Person, desk: Desk | None) -> HttpResponse:
    form = ReasonForm(request.POST)
    if form.is_valid():
        try:
            take_factors(actor=actor_of(request), person=person, **form.cleaned_data)
            return _after(request, _("The second factor is taken away, and the person is told."), person, desk)
        except (Invalid, Conflict) as refusal:
            put_on(form, refusal)
    return _page(request, person, desk, form=form, status=422)


def _after(request: HttpRequest, words: str, person: Person, desk: Desk | None) -> HttpResponse:
    if desk is None:
        return after(request, words, "ops:person_sign_in", person.pk)
    return after(request, words, "ops:sign_in_of", desk.key, person.pk)


def _address(person: Person, desk: Desk | None, act: str) -> str:
    if desk is None:
        return reverse("ops:person_sign_in_act", args=[person.pk, act])
    return reverse("ops:sign_in_act", args=[desk.key, person.pk, act])


def _page(request: HttpRequest, person: Person, desk: Desk | None, *, status: int = 200, **given: Any) -> HttpResponse:
    context = {
        "person": person,
        "kinds": [factors.KINDS[kind] for kind in factors.kinds_of(person)],
        "living": sessions.count_of(person.pk),
        "form": ReasonForm(),
        "link": "",
        "refusal": "",
        "sees_link": may_see_link(actor_of(request)),
        "addresses": {act: _address(person, desk, act) for act in ("factors", "sessions", *([] if desk else ["link"]))},
        **given,
    }
    response = page(request, "ops/person_sign_in.html", desk, status=status, **context)
    response.headers["Cache-Control"] = "no-store, private"
    return response
