"""Files that come with a form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import TooLarge
from deskhand.tickets import actions
from deskhand.tickets.models import Attachment

FILE_LIMIT = 20
"""Most files of one form on the portal."""


def taken_in(actor: Actor, desk_id: int, files: Sequence[UploadedFile[Any]]) -> list[Attachment]:
    """Store the files for the message that is about to be written. Raises TooLarge."""
    if len(files) > FILE_LIMIT:
        raise TooLarge(
            _("At most %(limit)s files at once. Send the others with a second message.") % {"limit": FILE_LIMIT}
        )
    return [_stored(actor, desk_id, one) for one in files]


def _stored(actor: Actor, desk_id: int, file: UploadedFile[Any]) -> Attachment:
    return actions.upload(
        actor=actor,
        desk_id=desk_id,
        filename=file.name or "",
        content=file.read(),
        content_type=file.content_type or "application/octet-stream",
    )
