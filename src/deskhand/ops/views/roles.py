"""People and their roles on a desk."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from deskhand.accounts.actions import give_role, take_role
from deskhand.accounts.models import Desk, DeskRole, Person
from deskhand.accounts.models.desk import RoleName
from deskhand.kernel.errors import Denied
from deskhand.ops.forms.desk import RoleForm
from deskhand.ops.frame import after, done, page, the_desk
from deskhand.ops.somebody import somebody
from deskhand.tickets.context import actor_of
from deskhand.web.gates import gate

SHOWN = 200
"""People on the page; the search finds the others."""


@gate("desk:desks.roles", sample="desk", fresh="change")
@require_http_methods(["GET", "POST"])
def roles(request: HttpRequest, desk: str) -> HttpResponse:
    """Everybody with a role; posting gives one."""
    here = the_desk(desk)
    if request.method != "POST":
        return _page(request, here, RoleForm(initial={"role": RoleName.AGENT}))
    form = RoleForm(request.POST)
    if done(form, lambda **wanted: _give(request, here, **wanted)):
        return after(request, _("The role is given."), "ops:roles", desk)
    return _page(request, here, form, status=422)


@transaction.atomic
def _give(request: HttpRequest, desk: Desk, *, role: str, **who: Any) -> DeskRole:
    actor = actor_of(request)
    return give_role(actor=actor, desk=desk, person=somebody(actor, desk_id=desk.pk, **who), role=role)


@gate("desk:desks.roles", sample="desk", fresh="change")
@require_POST
def take(request: HttpRequest, desk: str, pk: int, role: str) -> HttpResponse:
    """Take a role from somebody. The last administrator stays."""
    here = the_desk(desk)
    person = get_object_or_404(Person, pk=pk, desk_roles__desk=here, desk_roles__role=role)
    try:
        take_role(actor=actor_of(request), desk=here, person=person, role=role)
    except Denied as refusal:
        messages.error(request, str(refusal))
        return _page(request, here, RoleForm(initial={"role": RoleName.AGENT}), status=403)
    words = {"name": person.name, "role": RoleName(role).label}
    return after(request, _("%(name)s: %(role)s no more.") % words, "ops:roles", desk)


def _page(request: HttpRequest, desk: Desk, form: RoleForm, status: int = 200) -> HttpResponse:
    typed = request.GET.get("q", "").strip()[:100]
    people, total = _people(desk, typed)
    given = {"form": form, "people": people, "total": total, "typed": typed, "shown": SHOWN}
    return page(request, "ops/roles.html", desk, status=status, **given)


def _people(desk: Desk, typed: str) -> tuple[list[dict[str, Any]], int]:
    """The people with a role, each with all of theirs, and how many there are in all."""
    having = Person.objects.filter(desk_roles__desk=desk).distinct()
    if typed:
        having = having.filter(Q(name__icontains=typed) | Q(email__icontains=typed))
    shown = list(having.order_by("name", "pk").values("pk", "name", "email")[:SHOWN])
    mine: dict[int, list[dict[str, str]]] = {one["pk"]: [] for one in shown}
    given = DeskRole.objects.filter(desk=desk, person_id__in=mine).order_by("pk").values_list("person_id", "role")
    for person, role in given:
        mine[person].append({"role": role, "label": str(RoleName(role).label)})
    return [{**one, "roles": mine[one["pk"]]} for one in shown], having.count()
