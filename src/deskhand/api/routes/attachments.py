"""Files, up and down."""

from __future__ import annotations

import re
from typing import Annotated, Any

from django.conf import settings
from django.http import FileResponse, HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from ninja import File, Form, Path, Router
from ninja.files import UploadedFile

from deskhand.api import answers, lookups
from deskhand.api.bearers import ApiRequest
from deskhand.api.routing import route
from deskhand.api.schemas import Number, Text
from deskhand.api.shown import messages as shown
from deskhand.files import blobs
from deskhand.kernel.errors import Denied, TooLarge
from deskhand.tickets import access, actions
from deskhand.tickets.models import Attachment

router = Router(tags=["Files"])

PLAIN_TYPE = "application/octet-stream"
_TYPE = re.compile(r"^[a-z0-9][a-z0-9.+-]{0,60}/[a-z0-9][a-z0-9.+-]{0,60}$")


@route(router, "POST", "/attachments", gate="scoped", returns=answers.Attachment, status=201, refuses=(413,))
def upload_attachment(
    request: ApiRequest,
    file: Annotated[UploadedFile, File(description="The file.")],
    desk: Annotated[
        Text, Form("", max_length=20, description="Key of the desk; the first that you may open on, if left away.")
    ] = "",
) -> dict[str, Any]:
    """Upload a file for a ticket to be opened.

    Name its id in the `attachments` of the new ticket. Until then nobody but you can read it.
    """
    found = lookups.desk_to_open_on(request.actor, desk or None)
    return shown.file(_taken(request, found.pk, file))


@route(
    router,
    "POST",
    "/tickets/{number}/attachments",
    gate="visible_ticket",
    sample="ticket",
    returns=answers.Attachment,
    status=201,
    refuses=(404, 413),
)
def upload_ticket_attachment(
    request: ApiRequest, number: Number, file: Annotated[UploadedFile, File(description="The file.")]
) -> dict[str, Any]:
    """Upload a file for a message on a ticket.

    Name its id in the `attachments` of the message. Until then nobody but you can read it.
    """
    ticket = lookups.ticket(request.actor, number)
    actor = request.actor
    answers = access.is_on_requesters_side(actor, ticket) or access.is_contact_for(actor, ticket)
    if not (actor.may_on("tickets.note", ticket) or answers):
        raise Denied(_("You may read this ticket, not write on it."))
    return shown.file(_taken(request, ticket.desk_id, file))


@route(
    router,
    "GET",
    "/attachments/{id}",
    gate="own_upload",
    sample="attachment",
    returns=None,
    refuses=(404,),
    headers=("Content-Disposition",),
    produces="*/*",
)
def download_attachment(
    request: ApiRequest,
    id: Annotated[str, Path(max_length=43, description="The attachment's id.")],  # noqa: A002 (its name in the address)
) -> HttpResponseBase:
    """Download a file.

    Of a message that you may read, or your own upload.
    """
    attachment = access.attachment_for(request.actor, id)
    response = FileResponse(blobs.opened(attachment.blob), content_type=_safe_type(attachment))
    response.headers["Content-Length"] = str(attachment.size)
    response.headers["Content-Disposition"] = content_disposition_header(True, attachment.filename) or "attachment"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _taken(request: ApiRequest, desk_id: int, file: UploadedFile) -> Attachment:
    most, given = settings.DESKHAND.max_upload, file.content_type or ""
    if (file.size or 0) > most:
        raise TooLarge(_("This is too large: at most %(size)s MB for a file.") % {"size": most // 2**20})
    return actions.upload(
        actor=request.actor,
        desk_id=desk_id,
        filename=file.name or "",
        content=file.read(),
        content_type=given if _TYPE.match(given) else PLAIN_TYPE,
    )


def _safe_type(attachment: Attachment) -> str:
    """The file's type, if it is one: what came by mail can be anything."""
    return attachment.content_type if _TYPE.match(attachment.content_type) else PLAIN_TYPE
