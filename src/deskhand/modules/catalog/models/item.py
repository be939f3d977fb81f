"""What can be ordered."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk, Person, Team
from deskhand.files.models import Blob
from deskhand.kernel.scope import WalledManager
from deskhand.modules.catalog.models.service import WORDS_LIMIT
from deskhand.modules.catalog.querysets import ItemQuerySet, OwnedQuerySet, VersionQuerySet
from deskhand.tickets.models import Kind, Priority, Service

CODE_LIMIT = 60
"""Longest code of an item, a category or a question set in characters."""

TITLE_LIMIT = 120
"""Longest title of an item in characters."""

MOST_PRICE_DIGITS = 12
"""Digits of a price, two of them behind the point."""


class Shelf(models.Model):
    """A category of a desk's catalog, perhaps within another. ``words`` are its title in other languages;
    ``picture_words`` say what its picture shows."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=CODE_LIMIT)
    title = models.CharField(max_length=TITLE_LIMIT)
    icon = models.CharField(max_length=40, blank=True, default="")
    parent = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="children")
    place = models.PositiveIntegerField(default=0)
    words = models.JSONField(default=dict, blank=True)
    picture = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    picture_words = models.CharField(max_length=WORDS_LIMIT, blank=True, default="")

    objects: ClassVar[Any] = WalledManager.of(OwnedQuerySet)

    class Meta:
        ordering = ["place", "title", "id"]
        constraints = [models.UniqueConstraint(fields=["desk", "code"], name="catalog_shelf_once")]

    def __str__(self) -> str:
        return self.title


class ItemKind(models.TextChoices):
    """What comes of ordering it."""

    ITEM = "item", _("Item")
    RECORD = "record", _("Report or question")
    BUNDLE = "bundle", _("Bundle of items")


class Status(models.TextChoices):
    """Where an item is in its life. Only live ones can be ordered."""

    DRAFT = "draft", _("Draft")
    LIVE = "live", _("Live")
    RETIRED = "retired", _("Retired")


class PriceEvery(models.TextChoices):
    """How often the price is paid."""

    ONCE = "once", _("Once")
    MONTH = "month", _("Every month")


class CostCentreRule(models.TextChoices):
    """Who says which cost centre pays."""

    NONE = "none", _("None")
    ASKED = "asked", _("Asked when ordering")
    DEPARTMENT = "department", _("The department of whom it is for")
    FIXED = "fixed", _("Always the same")


class CancelUntil(models.TextChoices):
    """Until when the one who ordered may cancel or change it."""

    APPROVAL = "approval", _("Until it is approved")
    WORK = "work", _("Until work on it begins")
    DELIVERY = "delivery", _("Until it is delivered")


class Item(models.Model):
    """Something that a desk offers. ``code`` stays for life. What is asked stands in its versions: ``published`` is
    the one that is answered, ``draft`` the form that is being written (null for none). ``parts`` of a bundle are
    ``[{"item": code, "when": condition or null, "quantity": 1, "after": [codes], "answers": {theirs: ours}}]``.
    ``folded`` holds the words by which it is found. ``words`` are title, summary, description and out_of_stock in
    other languages, with the texts of its questions (:mod:`deskhand.modules.catalog.tongues`). ``picture_words`` say
    what its picture shows. ``days`` are working days. ``kind_of_ticket`` says what a record becomes."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=CODE_LIMIT)
    kind = models.CharField(max_length=6, choices=ItemKind, default=ItemKind.ITEM)
    kind_of_ticket = models.CharField(max_length=20, choices=Kind, default=Kind.SERVICE_REQUEST)
    status = models.CharField(max_length=7, choices=Status, default=Status.DRAFT)
    title = models.CharField(max_length=TITLE_LIMIT)
    summary = models.CharField(max_length=WORDS_LIMIT, blank=True, default="")
    description = models.TextField(blank=True, default="")
    words = models.JSONField(default=dict, blank=True)
    folded = models.TextField(blank=True, default="")
    icon = models.CharField(max_length=40, blank=True, default="")
    picture = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    picture_words = models.CharField(max_length=WORDS_LIMIT, blank=True, default="")
    shelf = models.ForeignKey(Shelf, on_delete=models.SET_NULL, null=True, blank=True, related_name="items")
    service = models.ForeignKey(Service, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    place = models.PositiveIntegerField(default=0)
    price = models.DecimalField(max_digits=MOST_PRICE_DIGITS, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, default="EUR")
    price_every = models.CharField(max_length=5, choices=PriceEvery, default=PriceEvery.ONCE)
    cost_centre_rule = models.CharField(max_length=10, choices=CostCentreRule, default=CostCentreRule.NONE)
    cost_centre = models.CharField(max_length=CODE_LIMIT, blank=True, default="")
    days = models.PositiveSmallIntegerField(null=True, blank=True)
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.NORMAL)
    tags = models.JSONField(default=list, blank=True)
    approval = models.CharField(max_length=CODE_LIMIT, blank=True, default="")
    plan = models.CharField(max_length=CODE_LIMIT, blank=True, default="")
    most = models.PositiveSmallIntegerField(default=1)
    cancel_until = models.CharField(max_length=8, choices=CancelUntil, default=CancelUntil.WORK)
    from_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    out_of_stock = models.CharField(max_length=WORDS_LIMIT, blank=True, default="")
    parts = models.JSONField(default=list, blank=True)
    published = models.ForeignKey(
        "catalog.ItemVersion", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    draft = models.JSONField(null=True, blank=True)
    draft_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    objects: ClassVar[Any] = WalledManager.of(ItemQuerySet)

    class Meta:
        ordering = ["place", "title", "id"]
        constraints = [models.UniqueConstraint(fields=["desk", "code"], name="catalog_item_once")]
        indexes = [models.Index(fields=["desk", "status"], name="catalog_item_status")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_bundle(self) -> bool:
        return self.kind == ItemKind.BUNDLE

    def is_available(self, today: date) -> bool:
        """Whether it can be ordered on that day."""
        return (self.from_on is None or self.from_on <= today) and (self.until_on is None or today <= self.until_on)


class ItemVersion(models.Model):
    """What was asked, and on what terms, from when it was published. Rows are never changed. ``form`` is what
    :mod:`deskhand.modules.catalog.asking` reads; ``terms`` are price, approval, plan and the other columns of the item
    that an order keeps; ``sets`` are the versions of question sets that are in it (``{code: number}``)."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    form = models.JSONField(default=dict)
    terms = models.JSONField(default=dict, blank=True)
    sets = models.JSONField(default=dict, blank=True)
    note = models.CharField(max_length=WORDS_LIMIT, blank=True, default="")
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects: ClassVar[Any] = WalledManager.of(VersionQuerySet)

    class Meta:
        ordering = ["item_id", "number"]
        constraints = [models.UniqueConstraint(fields=["item", "number"], name="catalog_version_once")]

    def __str__(self) -> str:
        return f"{self.item_id} version {self.number}"
