"""Who may order what."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Organization, Person, Team
from deskhand.kernel.scope import WalledManager
from deskhand.modules.catalog.models.item import Item
from deskhand.modules.catalog.querysets import EntitlementQuerySet

WORD_LIMIT = 120
"""Longest department or location in characters, as at a person."""


class Whom(models.TextChoices):
    """What a line of entitlement speaks of."""

    PERSON = "person", _("Person")
    TEAM = "team", _("Team")
    ORGANIZATION = "organization", _("Organization")
    DEPARTMENT = "department", _("Department")
    LOCATION = "location", _("Location")
    ROLE = "role", _("Role")


class Entitlement(models.Model):
    """One line of who may order an item. What is forbidden wins over what is allowed; an item with no line that allows
    is for everybody whom none forbids. ``word`` is a department or location as written at a person in small letters, or
    a role: ``agent``, ``lead``, ``admin`` of the item's desk (``agent`` includes the others), or ``manager``, somebody
    to whom others report."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="entitlements")
    is_denied = models.BooleanField(default=False)
    whom = models.CharField(max_length=12, choices=Whom)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    word = models.CharField(max_length=WORD_LIMIT, blank=True, default="")

    objects: ClassVar[Any] = WalledManager.of(EntitlementQuerySet)

    class Meta:
        ordering = ["is_denied", "id"]
        indexes = [models.Index(fields=["item", "is_denied"], name="catalog_entitled")]

    def __str__(self) -> str:
        return f"{self.whom} of {self.item_id}"
