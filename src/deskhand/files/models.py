"""Content by digest: equal bytes are stored once, names and rights belong to whoever refers to them."""

from __future__ import annotations

from django.db import models


class Blob(models.Model):
    """Stored bytes. ``digest`` is their SHA-256 in hexadecimal; ``size`` is in bytes."""

    digest = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField()
    stored_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.digest[:12]

    @property
    def path(self) -> str:
        """Where the storage keeps it."""
        return f"blobs/{self.digest[:2]}/{self.digest[2:4]}/{self.digest}"
