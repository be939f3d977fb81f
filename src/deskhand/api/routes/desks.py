"""Desks."""

from __future__ import annotations

from typing import Annotated, Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Path, Router

from deskhand.accounts.actions import create_desk as make_desk
from deskhand.accounts.actors import person_of
from deskhand.accounts.models import Desk, Person
from deskhand.api import answers, lookups
from deskhand.api.bearers import ApiRequest, actor_of
from deskhand.api.cursors import DEFAULT_LIMIT, Walk
from deskhand.api.routing import route
from deskhand.api.schemas import Cursor, Limit, NewDesk
from deskhand.api.shown import people as shown
from deskhand.desk_templates.actions import begin_desk
from deskhand.desk_templates.shelf import template_of
from deskhand.desk_templates.shown import modules_of
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid, NotFound

router = Router(tags=["Desks"])


@route(router, "GET", "/desks", gate="scoped", returns=answers.DeskPage)
def list_desks(request: ApiRequest, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = "") -> dict[str, Any]:
    """List desks.

    Oldest first: those that you serve and those that take tickets from you; for site administrators all.
    """
    walk = Walk("created_at", "desks", limit, cursor)
    rows, following = walk.cut(walk.rows(_visible(request.actor), "id", "created_at"))
    desks = Desk.objects.in_bulk([row["id"] for row in rows])
    return {"items": [shown.desk(request.actor, desks[row["id"]]) for row in rows], "next": following}


@route(
    router,
    "POST",
    "/desks",
    gate="site:desks.create",
    fresh=True,
    returns=answers.Desk,
    status=201,
    refuses=(409,),
    headers=("Location",),
)
def create_desk(request: ApiRequest, new: NewDesk, response: HttpResponse) -> dict[str, Any]:
    """Make a desk.

    For site administrators. From then on the desk's administrator gives the roles on it. With a template it begins
    with all that this has: the desk and its content are made together, or nothing is.
    """
    request.actor.need("desks.create")
    with transaction.atomic():
        person = lookups.known_person(new.administrator, "administrator") if new.administrator else None
        person = person or person_of(request.actor)
        assert person is not None  # noqa: S101 (the bearer of a token is a person)
        desk = _made(request.actor, new, person)
    response.headers["Location"] = reverse("api:get_desk", args=[desk.key])
    return shown.desk(_again(request), desk)


@route(router, "GET", "/desks/{key}", gate="scoped", sample="desk", returns=answers.Desk, refuses=(404,))
def get_desk(
    request: ApiRequest, key: Annotated[str, Path(max_length=20, description="The desk's key.", example="it")]
) -> dict[str, Any]:
    """Read one desk."""
    desk = _visible(request.actor).filter(key=key).first()
    if desk is None:
        raise NotFound
    return shown.desk(request.actor, desk)


def _made(actor: Actor, new: NewDesk, administrator: Person) -> Desk:
    told: dict[str, Any] = {"key": new.key, "name": new.name, "administrator": administrator}
    language = new.language or settings.LANGUAGE_CODE
    if language not in dict(settings.LANGUAGES):
        words = _("One of: %(words)s.") % {"words": ", ".join(code for code, _name in settings.LANGUAGES)}
        raise Invalid(words, {"language": words})
    if not new.template:
        return make_desk(actor=actor, language=language, **told)
    template = template_of(new.template)
    wanted = modules_of(template) if new.switch_on is None else new.switch_on
    return begin_desk(actor=actor, template=template, language=language, switch_on=wanted, **told).desk


def _visible(actor: Actor) -> Any:
    if actor.is_site_admin:
        return Desk.objects.all()
    takes = Q(who_may_open="anybody", is_listed=True, is_active=True)
    if actor.organization_id is not None:
        takes |= Q(who_may_open="organizations", is_listed=True, is_active=True)
    return Desk.objects.filter(takes | Q(pk__in=list(actor.roles))).exclude(pk__in=actor.closed_desks)


def _again(request: ApiRequest) -> Actor:
    """The actor with the role that the new desk may have brought."""
    return actor_of(request.bearer.token)
