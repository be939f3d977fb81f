"""That a backup was made."""

from __future__ import annotations

from django.db import transaction

from deskhand.kernel.actor import Actor
from deskhand.kernel.events import emit
from deskhand.ops.events import BackedUp

FILE_LIMIT = 120
"""Longest file name kept with the fact, in characters."""


@transaction.atomic
def note_backup(*, actor: Actor, file: str, size: int, command: str) -> None:
    """Remember a backup that is whole: its file's name without folders, its size in bytes, and what made it.

    It is noted after the archive is written, so an archive never holds the fact of itself: what is restored tells of
    the backups before it.
    """
    actor.need("site.settings")
    emit(BackedUp(file=file[:FILE_LIMIT], size=size, command=command), actor=actor, desk_id=None)
