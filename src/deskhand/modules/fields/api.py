"""Custom fields for programs: the same verbs as the pages."""

from __future__ import annotations

from typing import Any

from ninja import Router

from deskhand.accounts.models import Desk
from deskhand.api import lookups
from deskhand.api.bearers import ApiRequest
from deskhand.api.routing import route
from deskhand.api.schemas import DeskPath, Number, RowId
from deskhand.kernel import switches
from deskhand.kernel.errors import NotFound
from deskhand.modules.fields import actions
from deskhand.modules.fields.models import Field, Option, Side
from deskhand.modules.fields.new_part import texts_in
from deskhand.modules.fields.queries import asking, held_by, options_of, texts_by_code
from deskhand.modules.fields.querysets import MODULE, desks_on
from deskhand.modules.fields.schemas import (
    FIELD,
    OPTION,
    VALUES,
    GivenField,
    GivenOption,
    GivenValues,
    NewField,
    ShownField,
    ShownFields,
    ShownOption,
    ShownValues,
)
from deskhand.modules.fields.shown import option_shown, shown_field, values_shown
from deskhand.tickets import access
from deskhand.tickets.models import Ticket

router = Router(tags=["Custom fields"])

ONE: dict[str, Any] = {"gate": "scoped", "sample": "field", "returns": ShownField, "refuses": (404,), "example": FIELD}
OF_TICKET: dict[str, Any] = {
    "gate": "visible_ticket",
    "sample": "ticket",
    "returns": ShownValues,
    "refuses": (404,),
    "example": VALUES,
}


@route(
    router,
    "GET",
    "/desks/{desk}",
    gate="scoped",
    sample="desk",
    returns=ShownFields,
    refuses=(404,),
    example={"items": [FIELD]},
)
def list_fields(request: ApiRequest, desk: DeskPath) -> dict[str, Any]:
    """List the fields of a desk.

    Staff see all in use; others those that they fill in on a desk on which they may open a ticket.
    """
    here = Desk.objects.filter(key=desk, is_active=True, pk__in=switches.desks_with(MODULE)).first()
    if here is None:
        raise NotFound
    is_staff = here.pk in desks_on(request.actor)
    if not is_staff and not access.may_open_on(request.actor, here):
        raise NotFound
    known = asking(here.pk, side="agent" if is_staff else "requester")
    return {"items": [shown_field(one, known.options.get(one.pk, []), here.key) for one in known.fields]}


@route(
    router,
    "POST",
    "/definitions",
    gate="scoped",
    returns=ShownField,
    status=201,
    refuses=(404,),
    example=FIELD,
    body_example={"desk": "it", "label": "Device", "kind": "choice"},
)
def create_field(request: ApiRequest, new: NewField) -> dict[str, Any]:
    """Ask something new.

    For administrators of the desk.
    """
    desk = the_desk(request, new.desk)
    given = new.given() | {"code": new.code, "kind": new.kind}
    given.pop("desk")
    row = actions.save_field(actor=request.actor, desk=desk, details=actions.Details(**_plain(given)))
    return shown_field(row, [], desk.key)


@route(router, "PATCH", "/definitions/{id}", **ONE, body_example={"label": "Device", "in_list": True})
def change_field(request: ApiRequest, id: RowId, change: GivenField) -> dict[str, Any]:  # noqa: A002
    """Change how a field is asked.

    For administrators of the desk. What is left away stays.
    """
    row = _field(request, id)
    names = ("label", "help", "default", "currency", "seen_by", "filled_by", "needed", "show_if", "need_if", "in_list")
    now: dict[str, Any] = {name: getattr(row, name) for name in names}
    details = actions.Details(**(now | {"ticket_kinds": row.ticket_kinds.split()} | _plain(change.given())))
    return _one(actions.save_field(actor=request.actor, desk=row.desk, details=details, field=row))


@route(router, "POST", "/definitions/{id}/archive", **ONE)
def archive_field(request: ApiRequest, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Ask a field no more.

    For administrators of the desk. Tickets keep what they hold.
    """
    return _one(actions.archive_field(actor=request.actor, field=_field(request, id)))


@route(router, "POST", "/definitions/{id}/restore", **ONE)
def restore_field(request: ApiRequest, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Ask an archived field again.

    For administrators of the desk.
    """
    return _one(actions.restore_field(actor=request.actor, field=_field(request, id)))


@route(
    router,
    "POST",
    "/definitions/{id}/choices",
    gate="scoped",
    sample="field",
    returns=ShownOption,
    status=201,
    refuses=(404,),
    example=OPTION,
    body_example={"label": "Laptop"},
)
def create_choice(request: ApiRequest, id: RowId, new: GivenOption) -> dict[str, Any]:  # noqa: A002
    """Add a choice to a field.

    For administrators of the desk.
    """
    field = _field(request, id)
    parent = _option(request, new.parent) if new.parent is not None else None
    return option_shown(actions.save_option(actor=request.actor, field=field, label=new.label, parent=parent))


@route(
    router,
    "PUT",
    "/choices/{id}",
    gate="scoped",
    sample="field",
    returns=ShownOption,
    refuses=(404,),
    example=OPTION,
    body_example={"label": "Notebook"},
)
def change_choice(request: ApiRequest, id: RowId, change: GivenOption) -> dict[str, Any]:  # noqa: A002
    """Rename a choice, or put it below another.

    For administrators of the desk. Tickets that have it keep it.
    """
    row = _option(request, id)
    parent = _option(request, change.parent) if change.parent is not None else None
    saved = actions.save_option(actor=request.actor, field=row.field, option=row, label=change.label, parent=parent)
    return option_shown(saved)


@route(
    router,
    "DELETE",
    "/choices/{id}",
    gate="scoped",
    sample="field",
    status=204,
    refuses=(404,),
)
def archive_choice(request: ApiRequest, id: RowId) -> None:  # noqa: A002
    """Offer a choice no more.

    With all below it in a tree. For administrators of the desk. Tickets that have it keep it.
    """
    actions.archive_option(actor=request.actor, option=_option(request, id))


@route(
    router,
    "POST",
    "/choices/{id}/restore",
    gate="scoped",
    sample="field",
    returns=ShownOption,
    refuses=(404,),
    example=OPTION,
)
def restore_choice(request: ApiRequest, id: RowId) -> dict[str, Any]:  # noqa: A002
    """Offer an archived choice again.

    With all above it in a tree. For administrators of the desk.
    """
    option = actions.archive_option(actor=request.actor, option=_option(request, id), archived=False)
    return option_shown(option)


@route(router, "GET", "/tickets/{number}", **OF_TICKET)
def get_ticket_fields(request: ApiRequest, number: Number) -> dict[str, Any]:
    """Read the fields of a ticket.

    Its requester sees those that requesters see.
    """
    return _values(request, _ticket(request, number))


@route(router, "PATCH", "/tickets/{number}", **OF_TICKET, body_example={"values": {"device": "laptop"}})
def change_ticket_fields(request: ApiRequest, number: Number, change: GivenValues) -> dict[str, Any]:
    """Fill in fields of a ticket, all or none.

    For staff of the desk. Send only what changes.
    """
    ticket = _ticket(request, number)
    values = {code: texts_in(code, value) for code, value in change.values.items()}
    actions.set_fields(actor=request.actor, ticket=ticket, values=values)
    return _values(request, ticket)


def the_desk(request: ApiRequest, key: str) -> Desk:
    """A desk that the bearer serves while the module is on there; others are not there."""
    found = Desk.objects.filter(key=key, pk__in=desks_on(request.actor)).first()
    if found is None:
        raise NotFound
    return found


def _field(request: ApiRequest, pk: int) -> Field:
    found: Field | None = Field.objects.visible_to(request.actor).select_related("desk").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def _option(request: ApiRequest, pk: int) -> Option:
    rows = Option.objects.within(desks_on(request.actor)).select_related("field", "field__desk", "parent")
    found: Option | None = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def _ticket(request: ApiRequest, number: int) -> Ticket:
    found = lookups.ticket(request.actor, number)
    if not switches.is_on(MODULE, found.desk_id):
        raise NotFound
    return found


def _one(row: Field) -> dict[str, Any]:
    return shown_field(row, options_of(row.desk_id, [row.pk]).get(row.pk, []), row.desk.key)


def _values(request: ApiRequest, ticket: Ticket) -> dict[str, Any]:
    known, held = asking(ticket.desk_id, ticket_kind=ticket.kind), held_by(ticket)
    asked = known.asked(texts_by_code(held))
    if not access.is_staff_for(request.actor, ticket):
        asked = [one for one in asked if one.seen_by == Side.REQUESTERS]
    return {"items": values_shown(asked, held, known.options)}


def _plain(given: dict[str, Any]) -> dict[str, Any]:
    """What was written, with rules as they are kept."""
    return {name: value.plain() if hasattr(value, "plain") else value for name, value in given.items()}
