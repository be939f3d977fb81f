"""What the composer and the form for a new ticket post, read into what actions take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from deskhand.accounts.actions import find_or_make_person
from deskhand.accounts.models import Desk, Person
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.tickets import actions, choosing, planning
from deskhand.tickets.actions.upload import FILES_PER_MESSAGE
from deskhand.tickets.bodies import Body, composed, plain
from deskhand.tickets.models import Attachment, MessageKind, Status

COPIES = 50
"""Most people in copy of one message."""


@dataclass(frozen=True)
class Written:
    """What somebody wrote in a composer."""

    kind: str
    body: Body
    attachments: Sequence[Attachment]
    cc: Sequence[Person]
    then: Status | None
    log_channel: str
    send_at: datetime | None = None


def written(request: HttpRequest, actor: Actor, desk: Desk) -> Written:
    """Read a posted composer. Raises Invalid with the field that is wrong; uploads sent along are stored."""
    posted = request.POST
    kind = posted.get("kind", MessageKind.REPLY)
    if kind not in MessageKind.values:
        raise Invalid(_("There is no such kind of message."), {"kind": ", ".join(MessageKind.values)})
    leaves_at = send_at(posted) if kind == MessageKind.REPLY else None
    status = posted.get("status", "") or (posted.get("status_later", "") if leaves_at is not None else "")
    return Written(
        kind=kind,
        body=body_of(posted, may_mention=True),
        attachments=files_of(request, actor, desk),
        cc=people_in_copy(actor, posted.getlist("cc")) if kind == MessageKind.REPLY else (),
        then=choosing.chosen(desk, "status", status) if status else None,
        log_channel=posted.get("log_channel", ""),
        send_at=leaves_at,
    )


def send_at(posted: QueryDict) -> datetime | None:
    """When the message shall leave, in the person's zone; None for as soon as it can. Whoever has typed a time means
    it, whatever button or key sent the form: too late can be mended, too early cannot."""
    own = posted.get("send_at_own", "")
    code = posted.get("send_at", "") or (planning.OWN if own else "")
    if not code:
        return None
    return planning.chosen(code, own, now=clock.now(), zone=timezone.get_current_timezone())


def body_of(posted: QueryDict, *, may_mention: bool = False) -> Body:
    """The text: HTML from the editor, else plain. Mentions, if it may hold any, are not checked yet."""
    text = posted.get("body", "")
    return composed(text, may_mention=may_mention) if posted.get("body_format") == "html" else plain(text)


def files_of(request: HttpRequest, actor: Actor, desk: Desk) -> list[Attachment]:
    """Files uploaded before (``attachment``, by id) and with the form (``files``), in that order."""
    sent = [one for one in request.FILES.getlist("files") if one.name]
    before = uploaded(actor, desk, request.POST.getlist("attachment"))
    if len(sent) + len(before) > FILES_PER_MESSAGE:
        raise Invalid(_("At most %(limit)s files in one message.") % {"limit": FILES_PER_MESSAGE})
    return [*before, *(stored(one, actor, desk) for one in sent)]


def uploaded(actor: Actor, desk: Desk, ids: Sequence[str]) -> list[Attachment]:
    """The actor's own uploads that no message carries yet."""
    wanted = [int(one) for one in ids if one.isdecimal() and len(one) < 16][:FILES_PER_MESSAGE]
    own = Attachment.objects.within(desk).filter(pk__in=wanted, message=None, uploaded_by_id=actor.person_id)
    return list(own.order_by("pk"))


def stored(file: UploadedFile[Any], actor: Actor, desk: Desk) -> Attachment:
    """Store one posted file."""
    return actions.upload(
        actor=actor,
        desk_id=desk.pk,
        filename=file.name or "file",
        content=file.read(),
        content_type=file.content_type or "application/octet-stream",
    )


def people_in_copy(actor: Actor, addresses: Sequence[str]) -> list[Person]:
    """The people behind the addresses of a copy line; new ones are made."""
    clean = [part.strip() for one in addresses for part in one.replace(";", ",").split(",") if part.strip()]
    if len(clean) > COPIES:
        raise Invalid(_("At most %(limit)s people in copy.") % {"limit": COPIES}, {"cc": ""})
    return [find_or_make_person(actor=actor, email=one) for one in dict.fromkeys(clean)]
