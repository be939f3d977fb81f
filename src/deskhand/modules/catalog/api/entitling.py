"""Who may order what, for programs."""

from __future__ import annotations

from typing import Annotated, Any

from django.utils.translation import gettext as _
from ninja import Query

from deskhand.accounts.models import Desk, Organization
from deskhand.api import lookups
from deskhand.api.bearers import ApiRequest
from deskhand.api.routing import route
from deskhand.api.schemas import DeskPath, RowId
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.modules.catalog import actions
from deskhand.modules.catalog.actions import Entitled
from deskhand.modules.catalog.api import router
from deskhand.modules.catalog.api.keeping import OF_DESK, desk_for, kept_item
from deskhand.modules.catalog.api.schemas_arranging import (
    EntitlementsShown,
    MayOrder,
    WantedEntitlement,
    WantedEntitlements,
)
from deskhand.modules.catalog.entitled import entitlements_of, named
from deskhand.modules.catalog.models import Entitlement, Item
from deskhand.modules.catalog.models.entitlement import WORD_LIMIT

LINE: dict[str, Any] = {"rule": "may", "whom": "department", "who": "finance"}
LINES: dict[str, Any] = {"items": [LINE]}
SHOWN: dict[str, Any] = {**OF_DESK, "returns": EntitlementsShown, "example": LINES}
ADDRESS = Annotated[
    str, Query(min_length=3, max_length=254, description="A mail address.", example="ben@eberfeld.example")
]


@route(router, "GET", "/desks/{desk}/items/{id}/entitlements", **SHOWN)
def list_entitlements(request: ApiRequest, desk: DeskPath, id: RowId) -> dict[str, Any]:  # noqa: A002
    """List who may order an item.

    For administrators of the desk.
    """
    return _shown(_item(request.actor, desk, id))


@route(router, "PUT", "/desks/{desk}/items/{id}/entitlements", **SHOWN, body_example=LINES)
def set_entitlements(
    request: ApiRequest,
    desk: DeskPath,
    id: RowId,  # noqa: A002 (its name in the address)
    wanted: WantedEntitlements,
) -> dict[str, Any]:
    """Say who may order an item.

    These lines and no others; what forbids wins. For administrators of the desk.
    """
    item = _item(request.actor, desk, id)
    lines = [_line(item.desk, one, f"items.{place}") for place, one in enumerate(wanted.items)]
    actions.entitle(actor=request.actor, item=item, lines=lines)
    return _shown(item)


@route(
    router,
    "GET",
    "/desks/{desk}/items/{id}/may-order",
    **OF_DESK,
    returns=MayOrder,
    example={"person": "ben@eberfeld.example", "may": True, "because": [LINE]},
)
def get_may_order(request: ApiRequest, desk: DeskPath, id: RowId, person: ADDRESS) -> dict[str, Any]:  # noqa: A002
    """Ask whether somebody may order an item.

    With the lines that decide it. For administrators of the desk.
    """
    item = _item(request.actor, desk, id)
    found = lookups.known_person(person, "person")
    told = entitlements_of(item, found)
    return {"person": found.email, "may": told.may, "because": [_told(one) for one in told.because]}


def _item(actor: Actor, key: str, pk: int) -> Item:
    here = desk_for(actor, key)
    lookups.reader(actor).need("catalog.entitle", here.pk)
    return kept_item(here, pk)


def _line(desk: Desk, one: WantedEntitlement, path: str) -> Entitled:
    is_denied, field = one.rule == "may_not", f"{path}.who"
    if one.whom == "person":
        return Entitled(whom=one.whom, is_denied=is_denied, person=lookups.known_person(one.who, field))
    if one.whom == "team":
        return Entitled(whom=one.whom, is_denied=is_denied, team=lookups.team(desk.pk, one.who, field=field))
    if one.whom == "organization":
        return Entitled(whom=one.whom, is_denied=is_denied, organization=_organization(one.who, field))
    if len(one.who) > WORD_LIMIT:
        words = _("At most %(limit)s characters.") % {"limit": WORD_LIMIT}
        raise Invalid(words, {field: words})
    return Entitled(whom=one.whom, is_denied=is_denied, word=one.who)


def _organization(name: str, field: str) -> Organization:
    found = Organization.objects.filter(name__iexact=name).first()
    if found is None:
        words = _("Nobody and nothing is called so.")
        raise Invalid(words, {field: words})
    return found


def _shown(item: Item) -> dict[str, Any]:
    lines = Entitlement.objects.within(item.desk_id).filter(item=item)
    return {"items": [_told(one) for one in lines.select_related("person", "team", "organization")]}


def _told(line: Entitlement) -> dict[str, Any]:
    who = (line.person.email or "") if line.person else named(line)
    return {"rule": "may_not" if line.is_denied else "may", "whom": line.whom, "who": who}
