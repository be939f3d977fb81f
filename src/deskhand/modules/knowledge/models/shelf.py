"""Where articles stand: categories in a tree, and templates to begin one from."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk
from deskhand.kernel.scope import WalledManager
from deskhand.modules.knowledge.querysets import OwnedQuerySet

NAME_LIMIT = 120
"""Longest name of a category or a template in characters."""

SLUG_LIMIT = 140
"""Longest readable part of an address in characters."""

ICONS = {
    "folder": _("Folder"),
    "book-open": _("Book"),
    "file-text": _("Page"),
    "life-buoy": _("Lifebuoy"),
    "info": _("Information"),
    "lightbulb": _("Light bulb"),
    "star": _("Star"),
    "laptop": _("Laptop"),
    "monitor": _("Screen"),
    "smartphone": _("Phone"),
    "headset": _("Headset"),
    "printer": _("Printer"),
    "video": _("Camera"),
    "wifi": _("Wireless network"),
    "globe": _("Globe"),
    "server": _("Server"),
    "app-window": _("Program"),
    "code": _("Code"),
    "mail-check": _("Mail"),
    "key-round": _("Key"),
    "lock": _("Lock"),
    "shield-check": _("Shield"),
    "fingerprint": _("Fingerprint"),
    "users": _("People"),
    "user-round": _("Person"),
    "building-2": _("Building"),
    "house": _("House"),
    "map-pin": _("Place"),
    "calendar": _("Calendar"),
    "clock": _("Clock"),
    "package": _("Parcel"),
    "wrench": _("Wrench"),
    "plug": _("Plug"),
    "zap": _("Lightning"),
    "chart-column": _("Chart"),
}
"""Pictures that a category can have, and what they show."""


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

    @property
    def picture(self) -> str:
        """Its icon, if that is one of :data:`ICONS`."""
        return self.icon if self.icon in ICONS else ""

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


class TemplateQuerySet(OwnedQuerySet):
    """Templates of a desk."""

    def offered(self) -> Self:
        """Those that articles can be begun from: not the deleted ones."""
        return self.filter(removed_at=None)


class Template(models.Model):
    """What a new article may begin with. The parts are clean HTML, as those of a version. One that was deleted
    (``removed_at``) can be taken out again for a while."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="knowledge_templates")
    name = models.CharField(max_length=NAME_LIMIT)
    issue = models.TextField(blank=True, default="")
    environment = models.TextField(blank=True, default="")
    resolution = models.TextField(blank=True, default="")
    cause = models.TextField(blank=True, default="")
    position = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = WalledManager.of(TemplateQuerySet)

    class Meta:
        ordering = ["position", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["desk", "name"], condition=Q(removed_at=None), name="knowledge_template_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name
