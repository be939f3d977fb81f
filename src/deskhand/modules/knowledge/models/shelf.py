"""Where articles stand: categories in a tree, and templates to begin one from."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from deskhand.accounts.models import Desk
from deskhand.kernel.scope import WalledManager
from deskhand.modules.knowledge.querysets import OwnedQuerySet

NAME_LIMIT = 120
"""Longest name of a category or a template in characters."""

SLUG_LIMIT = 140
"""Longest readable part of an address in characters."""


class Shelf(models.Model):
    """A category, or a section within one. ``names`` and ``texts`` hold both in further languages, by code.
    ``position`` orders siblings. One without articles that the reader may read is not shown to them."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="knowledge_shelves")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    name = models.CharField(max_length=NAME_LIMIT)
    text = models.CharField(max_length=400, blank=True, default="")
    names = models.JSONField(default=dict, blank=True)
    texts = models.JSONField(default=dict, blank=True)
    slug = models.CharField(max_length=SLUG_LIMIT)
    icon = models.CharField(max_length=40, blank=True, default="")
    position = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()

    objects: ClassVar[Any] = WalledManager.of(OwnedQuerySet)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["desk", "slug"], name="knowledge_shelf_slug_once")]

    def __str__(self) -> str:
        return self.name

    def called(self, language: str) -> str:
        """Its name in that language, else in the desk's."""
        return str(self.names.get(language) or self.name)

    def told(self, language: str) -> str:
        """Its description in that language, else in the desk's."""
        return str(self.texts.get(language) or self.text)


class FormerSlug(models.Model):
    """An address that a category had before: whoever comes by it is led on."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="+")
    slug = models.CharField(max_length=SLUG_LIMIT)
    shelf = models.ForeignKey(Shelf, on_delete=models.CASCADE, related_name="former_slugs")

    objects: ClassVar[Any] = WalledManager.of(OwnedQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["desk", "slug"], name="knowledge_former_slug_once")]

    def __str__(self) -> str:
        return self.slug


class Template(models.Model):
    """What a new article may begin with. The parts are clean HTML, as those of a version."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="knowledge_templates")
    name = models.CharField(max_length=NAME_LIMIT)
    issue = models.TextField(blank=True, default="")
    environment = models.TextField(blank=True, default="")
    resolution = models.TextField(blank=True, default="")
    cause = models.TextField(blank=True, default="")
    position = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()

    objects: ClassVar[Any] = WalledManager.of(OwnedQuerySet)

    class Meta:
        ordering = ["position", "name"]
        constraints = [models.UniqueConstraint(fields=["desk", "name"], name="knowledge_template_name_once")]

    def __str__(self) -> str:
        return self.name
