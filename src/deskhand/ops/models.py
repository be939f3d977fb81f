"""Rows about the installation itself."""

from __future__ import annotations

from django.db import models


class Beginning(models.Model):
    """When this installation began. Its only possible key makes sure that it begins once, however many browsers have
    the link open."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"
