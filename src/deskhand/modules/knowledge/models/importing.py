"""Imports of articles: what somebody handed over, what it would do, and what it did."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk, Person
from deskhand.files.models import Blob
from deskhand.kernel.scope import WalledManager
from deskhand.modules.knowledge.querysets import OwnedQuerySet


class Stage(models.TextChoices):
    """How far an import is. ``reading`` and ``working`` are the worker's."""

    READING = "reading", _("Being read")
    READ = "read", _("Read: decide")
    WORKING = "working", _("Being imported")
    DONE = "done", _("Imported")
    FAILED = "failed", _("Not imported")


class ArticleImport(models.Model):
    """An archive, and what becomes of it. ``rows`` say of each page what it would do, or did:
    ``{"path", "title", "language", "does": "add"|"change"|"same"|"refuse", "words": [sentences], "article": id}``.
    ``choices``: ``{"audience", "is_published", "keeps_audiences"}``. ``failure`` says why nothing was imported."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="+")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    filename = models.CharField(max_length=255)
    stage = models.CharField(max_length=8, choices=Stage, default=Stage.READING)
    kind = models.CharField(max_length=12, blank=True, default="")
    language = models.CharField(max_length=10)
    choices = models.JSONField(default=dict, blank=True)
    rows = models.JSONField(default=list, blank=True)
    failure = models.CharField(max_length=500, blank=True, default="")
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = WalledManager.of(OwnedQuerySet)

    class Meta:
        ordering = ["-begun_at", "-id"]

    def __str__(self) -> str:
        return self.filename
