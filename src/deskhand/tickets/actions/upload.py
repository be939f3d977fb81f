"""Taking in a file before the message that will carry it."""

from __future__ import annotations

import secrets
from pathlib import PurePosixPath, PureWindowsPath

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.files import blobs
from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import TooLarge
from deskhand.tickets.models import Attachment

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
) -> Attachment:
    """Store a file for a message to come. Until then only its uploader can read it. Raises TooLarge."""
    most = settings.DESKHAND.max_upload if limit is None else limit
    if len(content) > most:
        megabytes = most // (1024 * 1024)
        raise TooLarge(
            _("%(name)s is too large: at most %(size)s MB for a file.") % {"name": filename, "size": megabytes}
        )
    blob = blobs.store(content)
    with transaction.atomic():
        attachment: Attachment = Attachment.objects.create(
            blob=blob,
            desk_id=desk_id,
            key=secrets.token_urlsafe(24),
            filename=safe_name(filename),
            content_type=content_type[:127] or "application/octet-stream",
            size=len(content),
            cid=cid[:255],
            is_inline=is_inline,
            uploaded_by_id=actor.person_id,
            created_at=clock.now(),
        )
    return attachment


def safe_name(filename: str) -> str:
    """The name without folders and control characters, at most 255 characters, its ending kept."""
    name = PureWindowsPath(PurePosixPath(filename).name).name
    name = "".join(letter for letter in name if letter.isprintable() and letter not in '<>:"/\\|?*').strip(". ")
    if len(name) > 255:
        stem, dot, ending = name.rpartition(".")
        name = f"{stem[: 254 - len(ending)]}{dot}{ending}" if dot and len(ending) < 20 else name[:255]
    return name or "file"
