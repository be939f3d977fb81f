"""Taking in a file before the message that will carry it."""

from __future__ import annotations

import secrets
from datetime import timedelta
from pathlib import PurePosixPath, PureWindowsPath

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.files import blobs
from deskhand.kernel import bulk, clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Denied, TooLarge
from deskhand.tickets.models import Attachment, CannedReply, Draft, Held

FILES_PER_MESSAGE = 50
"""Most files that one form or API call may carry."""


def upload(
    *,
    actor: Actor,
    desk_id: int,
    filename: str,
    content: bytes,
    content_type: str = "application/octet-stream",
    cid: str = "",
    is_inline: bool = False,
    limit: int | None = None,
    key: str = "",
) -> Attachment:
    """Store a file for a message to come. Until then only its uploader can read it. Raises TooLarge. ``key`` is for
    callers whose text names the file's address already; see :func:`fresh_key`."""
    most = settings.DESKHAND.max_upload if limit is None else limit
    if len(content) > most:
        megabytes = most // (1024 * 1024)
        raise TooLarge(
            _("%(name)s is too large: at most %(size)s MB for a file.") % {"name": filename, "size": megabytes}
        )
    blob = blobs.store(content)
    attachment = Attachment(
        blob=blob,
        desk_id=desk_id,
        key=key or fresh_key(),
        filename=safe_name(filename),
        content_type=content_type[:127] or "application/octet-stream",
        size=len(content),
        cid=cid[:255],
        is_inline=is_inline,
        uploaded_by_id=actor.person_id,
        created_at=clock.now(),
    )
    bulk.insert_one(attachment)
    return attachment


@transaction.atomic
def discard_upload(*, actor: Actor, attachment: Attachment) -> None:
    """Throw one's own upload away. Raises Denied once a message carries it: what was sent stays."""
    is_own = actor.person_id is not None and attachment.uploaded_by_id == actor.person_id
    is_held = (
        Held.objects.within(attachment.desk_id)
        .with_confidential("of the file at hand")
        .filter(attachments=attachment)
        .exists()
    )
    if attachment.message_id is not None or is_held or not is_own:
        raise Denied(_("This file belongs to a message that was sent."))
    Attachment.objects.within(attachment.desk_id).with_confidential("of the file at hand").filter(
        pk=attachment.pk, message=None
    ).delete()


@transaction.atomic
def discard_forgotten_uploads(*, older_than: timedelta) -> None:
    """Throw away files that wait so long already for a message that was never sent; those of drafts and of
    answers that have not left stay, and those of canned replies."""
    found = Attachment.objects.beyond_walls("every desk's uploads").filter(message=None)
    found = found.filter(created_at__lt=clock.now() - older_than)
    for waiting in (Draft.attachments.through, Held.attachments.through, CannedReply.attachments.through):
        found = found.exclude(pk__in=waiting._default_manager.values("attachment_id"))
    found.delete()


def fresh_key() -> str:
    """The unguessable part of a file's address."""
    return secrets.token_urlsafe(24)


def safe_name(filename: str) -> str:
    """The name without folders and control characters, at most 255 characters, its ending kept."""
    name = PureWindowsPath(PurePosixPath(filename).name).name
    name = "".join(letter for letter in name if letter.isprintable() and letter not in '<>:"/\\|?*').strip(". ")
    if len(name) > 255:
        stem, dot, ending = name.rpartition(".")
        name = f"{stem[: 254 - len(ending)]}{dot}{ending}" if dot and len(ending) < 20 else name[:255]
    return name or "file"
