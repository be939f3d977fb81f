"""What the catalog knows of a desk's services, and the desk's own rules."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk
from deskhand.kernel.scope import WalledManager
from deskhand.modules.catalog.querysets import OwnedQuerySet, ProfileQuerySet
from deskhand.tickets.models import Service

WORDS_LIMIT = 200
"""Longest short text of the catalog in characters: hours, support level, summary."""


class ServiceStatus(models.TextChoices):
    """Where a service is in its life."""

    PIPELINE = "pipeline", _("Being prepared")
    LIVE = "live", _("Live")
    RETIRED = "retired", _("Retired")


class ServiceProfile(models.Model):
    """What people read about a service. ``words`` are the same texts in other languages, by language."""

    service = models.OneToOneField(Service, on_delete=models.CASCADE, related_name="catalog_profile")
    description = models.TextField(blank=True, default="")
    hours = models.CharField(max_length=WORDS_LIMIT, blank=True, default="")
    support = models.CharField(max_length=WORDS_LIMIT, blank=True, default="")
    status = models.CharField(max_length=8, choices=ServiceStatus, default=ServiceStatus.LIVE)
    icon = models.CharField(max_length=40, blank=True, default="")
    words = models.JSONField(default=dict, blank=True)

    objects: ClassVar[Any] = WalledManager.of(ProfileQuerySet)

    def __str__(self) -> str:
        return f"profile of {self.service_id}"


class ForWhom(models.TextChoices):
    """For whom people may order besides themselves."""

    NOBODY = "nobody", _("Only for themselves")
    DEPARTMENT = "department", _("People of their department")
    ORGANIZATION = "organization", _("People of their organization")
    ALL = "all", _("Everybody")


class CatalogRules(models.Model):
    """What holds for all orders of a desk. Without a row, the defaults."""

    desk = models.OneToOneField(Desk, on_delete=models.CASCADE, related_name="catalog_rules")
    for_whom = models.CharField(max_length=12, choices=ForWhom, default=ForWhom.ORGANIZATION)
    currency = models.CharField(max_length=3, default="EUR")

    objects: ClassVar[Any] = WalledManager.of(OwnedQuerySet)

    def __str__(self) -> str:
        return f"catalog of {self.desk_id}"
