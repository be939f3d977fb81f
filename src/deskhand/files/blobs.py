"""Storing and reading content. The bytes are on disk (and flushed) before the row that names them is committed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from deskhand.files.models import Blob
from deskhand.kernel import bulk, clock
from deskhand.kernel.prepared import Prepared

FRESH_FOR = timedelta(hours=12)
"""How long what was stored needs no new mark that somebody has just brought it again. Less than :data:`UNUSED_FOR`, by
far more than anybody takes from storing a file to referring to it."""

UNUSED_FOR = timedelta(days=1)
"""What nothing refers to, and nobody brought for so long, may be removed."""


_of_digest = Prepared(lambda digest: Blob.objects.filter(digest=digest))


def store(content: bytes) -> Blob:
    """Keep ``content`` and return its row. Equal content gives the same row, and is not removed within
    :data:`FRESH_FOR`, though nothing refers to it yet."""
    digest = hashlib.sha256(content).hexdigest()
    found: Blob | None = _of_digest.first(digest=digest)
    blob = found if found is not None and _is_kept(found) else None
    path = Blob(digest=digest).path
    if not default_storage.exists(path):
        default_storage.save(path, ContentFile(content))
    if blob is None:
        blob = Blob(digest=digest, size=len(content), stored_at=clock.now())
        if not bulk.insert_one(blob, unless_known="digest"):
            blob = Blob.objects.get(digest=digest)
    return blob


def lay_down(content: bytes, digest: str) -> Blob | None:
    """Put new content on disk, flushed; returns its row unsaved, for the caller to insert in the transaction that
    refers to it. ``digest`` is the content's. None if it lies there already: its row may be there, or about to be
    removed, and :func:`store` knows. Somebody else may insert the same row first: then, too, :func:`store` finds it."""
    blob = Blob(digest=digest, size=len(content), stored_at=clock.now())
    if default_storage.exists(blob.path):
        return None
    default_storage.save(blob.path, ContentFile(content))
    return blob


def _is_kept(blob: Blob) -> bool:
    """Mark the row as brought again. False if it was removed meanwhile: whoever removes it holds its lock, so that the
    mark waits, and then finds no row."""
    if blob.stored_at > clock.now() - FRESH_FOR:
        return True
    blob.stored_at = clock.now()
    return bool(Blob.objects.filter(pk=blob.pk).update(stored_at=blob.stored_at))


def remove_unused(pk: int, is_in_use: Callable[[int], bool]) -> bool:
    """Remove a row and its content, unless it was brought again lately or ``is_in_use`` says so; whether it is gone.

    The row is locked first: nobody refers to it, or brings it again, before it is decided. The content goes before the
    row does: if the machine stops between the two, whoever brings the same content stores it again.
    """
    with transaction.atomic():
        old = Blob.objects.select_for_update().filter(pk=pk, stored_at__lt=clock.now() - UNUSED_FOR)
        row = old.first()
        if row is None or is_in_use(pk):
            return False
        default_storage.delete(row.path)
        row.delete()
    return True


def read(blob: Blob) -> bytes:
    """All bytes of a blob."""
    with default_storage.open(blob.path) as stored:
        return bytes(stored.read())


def opened(blob: Blob) -> IO[bytes]:
    """The blob as an open file, for streaming."""
    return default_storage.open(blob.path)
