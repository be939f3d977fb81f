"""Rows about the installation itself."""

from __future__ import annotations

from django.db import models

from deskhand.accounts.models import Desk


class Beginning(models.Model):
    """When this installation began. Its only possible key makes sure that it begins once, however many browsers have
    the link open."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d}"


class FirstStepsPutAway(models.Model):
    """The administrators of a desk do not want to see the list of first steps any more."""

    desk = models.OneToOneField(Desk, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.desk_id} {self.at:%Y-%m-%d}"
