"""Ticket templates and the priority matrix for programs."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from deskhand.accounts.models import Desk
from deskhand.api import answers, lookups
from deskhand.api.bearers import ApiRequest
from deskhand.api.examples import TICKET
from deskhand.api.routing import route
from deskhand.api.schemas import DeskPath, RowId
from deskhand.api.shown import tickets as shown_tickets
from deskhand.kernel.errors import NotFound
from deskhand.modules.fields import actions
from deskhand.modules.fields.api import router, the_desk
from deskhand.modules.fields.models import Matrix, Template
from deskhand.modules.fields.new_part import texts_in
from deskhand.modules.fields.querysets import MODULE, desks_on
from deskhand.modules.fields.schemas import (
    MATRIX,
    TEMPLATE,
    FromTemplate,
    GivenMatrix,
    GivenTemplate,
    ShownMatrix,
    ShownTemplate,
    ShownTemplates,
)
from deskhand.modules.fields.shown import matrix_shown, template_shown
from deskhand.tickets.actions import NewTicket, create
from deskhand.tickets.bodies import plain
from deskhand.tickets.models import Priority


@route(
    router,
    "GET",
    "/desks/{desk}/ticket-templates",
    gate="scoped",
    sample="desk",
    returns=ShownTemplates,
    refuses=(404,),
    example={"items": [TEMPLATE]},
)
def list_ticket_templates(request: ApiRequest, desk: DeskPath) -> dict[str, Any]:
    """List the ticket templates of a desk.

    For staff of the desk.
    """
    rows = Template.objects.within(the_desk(request, desk)).in_use().select_related("team", "desk")
    return {"items": [template_shown(one) for one in rows]}


@route(
    router,
    "POST",
    "/desks/{desk}/ticket-templates",
    gate="scoped",
    sample="desk",
    returns=ShownTemplate,
    status=201,
    refuses=(404,),
    example=TEMPLATE,
    body_example={"name": "New colleague", "subject": "Somebody starts"},
)
def create_ticket_template(request: ApiRequest, desk: DeskPath, new: GivenTemplate) -> dict[str, Any]:
    """Make a ticket template.

    For administrators of the desk.
    """
    here = the_desk(request, desk)
    row = actions.save_template(actor=request.actor, desk=here, start=_start(here, new.model_dump()))
    return template_shown(row)


@route(
    router,
    "PUT",
    "/desks/{desk}/ticket-templates/{id}",
    gate="scoped",
    sample="desk",
    returns=ShownTemplate,
    refuses=(404,),
    example=TEMPLATE,
    body_example={"name": "New colleague", "subject": "Somebody starts"},
)
def change_ticket_template(
    request: ApiRequest,
    desk: DeskPath,
    id: RowId,  # noqa: A002
    change: GivenTemplate,
) -> dict[str, Any]:
    """Change a ticket template.

    For administrators of the desk. All of it: what is left away is empty.
    """
    here = the_desk(request, desk)
    row = _template(here, id)
    start = _start(here, change.model_dump())
    return template_shown(actions.save_template(actor=request.actor, desk=here, start=start, template=row))


@route(
    router,
    "DELETE",
    "/desks/{desk}/ticket-templates/{id}",
    gate="scoped",
    sample="desk",
    status=204,
    refuses=(404,),
)
def archive_ticket_template(request: ApiRequest, desk: DeskPath, id: RowId) -> None:  # noqa: A002
    """Offer a ticket template no more.

    For administrators of the desk. Tickets that began with it stay as they are.
    """
    actions.archive_template(actor=request.actor, template=_template(the_desk(request, desk), id))


@route(
    router,
    "POST",
    "/ticket-templates/{id}/tickets",
    gate="scoped",
    sample="field",
    returns=answers.Ticket,
    status=201,
    refuses=(404,),
    headers=("Location", "ETag"),
    example=TICKET,
    body_example={"requester": "ben@example.org"},
)
def create_ticket_from_template(
    request: ApiRequest,
    id: RowId,  # noqa: A002
    new: FromTemplate,
    response: HttpResponse,
) -> dict[str, Any]:
    """Open a ticket with a template.

    For staff of the desk.
    """
    rows = Template.objects.within(desks_on(request.actor)).in_use().select_related("desk", "team")
    row: Template | None = rows.filter(pk=id).first()
    if row is None:
        raise NotFound
    request.actor.need("tickets.create", row.desk_id)
    with transaction.atomic():
        ticket = create(actor=request.actor, new=_begun(request, row, new))
    response.headers["Location"] = reverse("api:get_ticket", args=[ticket.number])
    return shown_tickets.answered(request.actor, ticket, response)


@route(
    router,
    "GET",
    "/desks/{desk}/priority-matrix",
    gate="scoped",
    sample="desk",
    returns=ShownMatrix,
    refuses=(404,),
    example=MATRIX,
)
def get_priority_matrix(request: ApiRequest, desk: DeskPath) -> dict[str, Any]:
    """Read which priority follows from impact and urgency.

    For staff of the desk.
    """
    return matrix_shown(Matrix.objects.within(the_desk(request, desk)).first())


@route(
    router,
    "PATCH",
    "/desks/{desk}/priority-matrix",
    gate="scoped",
    sample="desk",
    returns=ShownMatrix,
    refuses=(404,),
    example=MATRIX,
    body_example={"is_on": True},
)
def change_priority_matrix(request: ApiRequest, desk: DeskPath, change: GivenMatrix) -> dict[str, Any]:
    """Let the priority follow from impact and urgency, or not, and say how.

    For administrators of the desk. The first time makes the fields `impact` and `urgency`.
    """
    here = the_desk(request, desk)
    request.actor.need("fields.configure", here.pk)
    with transaction.atomic():
        if change.is_on is not None:
            actions.use_matrix(actor=request.actor, desk=here, on=change.is_on)
        if change.cells is not None:
            cells = {name: Priority.of(word).value for name, word in change.cells.items()}
            actions.set_matrix(actor=request.actor, desk=here, cells=cells)
    return matrix_shown(Matrix.objects.within(here).first())


def _template(desk: Desk, pk: int) -> Template:
    found: Template | None = Template.objects.within(desk).in_use().select_related("desk", "team").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def _start(desk: Desk, given: dict[str, Any]) -> actions.Start:
    """What was written as a template."""
    team = lookups.team(desk.pk, given["team"]) if given["team"] is not None else None
    return actions.Start(
        name=given["name"],
        subject=given["subject"],
        body=given["body"],
        kind=given["kind"],
        priority=Priority.of(given["priority"]).value,
        team=team,
        tags=", ".join(given["tags"]),
        values={code: texts_in(code, value) for code, value in given["values"].items()},
    )


def _begun(request: ApiRequest, row: Template, new: FromTemplate) -> NewTicket:
    sent = {code: texts_in(code, value) for code, value in new.values.items()}
    body = new.body or row.body
    if not body.strip():
        raise lookups.wrong("body", _("The template has no text: write one."))
    return NewTicket(
        desk=row.desk,
        subject=new.subject or row.subject,
        body=plain(body),
        requester=lookups.person(request.actor, new.requester),
        kind=row.kind,
        priority=row.priority,
        team=row.team if row.team and row.team.is_active else None,
        tags=[one.strip() for one in row.tags.split(",") if one.strip()],
        parts={MODULE: dict(row.values) | sent},
    )
