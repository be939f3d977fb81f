"""What came to a desk from a template."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from deskhand.accounts.models import Desk
from deskhand.kernel.scope import WalledManager, WalledQuerySet

WORD_LIMIT = 100
"""Longest word of a file by which something is called, and longest code of a row, in characters."""


class FromTemplateQuerySet(WalledQuerySet["FromTemplate"]):
    """What came to a desk."""


class FromTemplate(models.Model):
    """One table of a template's file that was put onto a desk. ``row_id`` is the row that it became, ``word`` the code
    by which others name that row. Not ``is_made``: the desk had one of that name. By these rows nothing is made twice,
    however it is called by now."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="+")
    template = models.CharField(max_length=WORD_LIMIT)
    section = models.CharField(max_length=WORD_LIMIT)
    code = models.CharField(max_length=WORD_LIMIT)
    row_id = models.BigIntegerField()
    word = models.CharField(max_length=WORD_LIMIT, blank=True, default="")
    is_made = models.BooleanField(default=True)
    at = models.DateTimeField()

    objects: ClassVar[Any] = WalledManager.of(FromTemplateQuerySet)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["desk", "template", "section", "code"], name="from_a_template_once")
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.section} {self.code}"
