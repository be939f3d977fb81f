"""Storing and reading content. The bytes are on disk (and flushed) before the row that names them is committed."""

from __future__ import annotations

import hashlib
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from deskhand.files.models import Blob
from deskhand.kernel import clock


def store(content: bytes) -> Blob:
    """Keep ``content`` and return its row. Equal content gives the same row."""
    digest = hashlib.sha256(content).hexdigest()
    found = Blob.objects.filter(digest=digest).first()
    if found is not None and default_storage.exists(found.path):
        return found
    blob = found or Blob(digest=digest, size=len(content), stored_at=clock.now())
    if not default_storage.exists(blob.path):
        default_storage.save(blob.path, ContentFile(content))
    if found is None:
        blob, _ = Blob.objects.get_or_create(
            digest=digest, defaults={"size": len(content), "stored_at": blob.stored_at}
        )
    return blob


def read(blob: Blob) -> bytes:
    """All bytes of a blob."""
    with default_storage.open(blob.path) as stored:
        return bytes(stored.read())


def opened(blob: Blob) -> IO[bytes]:
    """The blob as an open file, for streaming."""
    return default_storage.open(blob.path)
