"""Messages of a request to another desk, as the ticket that asked shows them: what a requester reads, without the tails
that mails quote."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.urls import reverse
from markupsafe import Markup

from deskhand.tickets.models import Message
from deskhand.tickets.shown import File, with_remote_pictures

PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""Types of files that are shown with the mark of a picture."""


class AskedSaid(NamedTuple):
    """One public message. ``is_theirs``: the desk that was asked wrote it; ``is_mine``: the reader did."""

    id: int
    author_id: int | None
    author_name: str
    at: datetime
    html: Markup
    is_theirs: bool
    is_mine: bool
    files: tuple[File, ...]


def message(one: Message, reader_id: int | None) -> AskedSaid:
    """The message for somebody of the desk that asked."""
    return AskedSaid(
        id=one.pk,
        author_id=one.author_id,
        author_name=one.author_name,
        at=one.created_at,
        html=with_remote_pictures(one.html, False),
        is_theirs=one.side == "agent",
        is_mine=one.author_id is not None and one.author_id == reader_id,
        files=tuple(_files(one)),
    )


def _files(one: Message) -> list[File]:
    shown = (file for file in one.attachments.all() if not (file.is_inline and file.key in one.html))
    return [
        File(
            id=file.pk,
            key=file.key,
            filename=file.filename,
            size=file.size,
            url=reverse("files:file", args=[file.key, file.filename]),
            is_image=file.content_type in PICTURES,
        )
        for file in shown
    ]
