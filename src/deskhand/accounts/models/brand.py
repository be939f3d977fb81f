"""How a desk looks to those who ask it."""

from __future__ import annotations

from django.db import models

from deskhand.accounts.models.desk import Desk
from deskhand.files.models import Blob

WORDS_LIMIT = 600
"""Most characters of a desk's own words on the portal."""


class DeskBrand(models.Model):
    """A desk's logo, accent colour and words on the portal. ``mark`` stands in the public addresses of logo and
    colours; nobody can guess it, and it changes with every change, so that browsers may keep what they got. A desk
    without a row looks as Deskhand does."""

    desk = models.OneToOneField(Desk, on_delete=models.CASCADE, related_name="brand")
    mark = models.CharField(max_length=40, unique=True)
    accent = models.CharField(max_length=7, blank=True, default="")
    logo = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, related_name="+")
    words = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return f"look of {self.desk_id}"
