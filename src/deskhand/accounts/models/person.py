"""People and their organizations. One account per person, whatever hats they wear on which desk."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

EMAIL_LIMIT = 254
"""Longest address in characters, after RFC 5321."""


class Organization(models.Model):
    """A company or department whose people ask for help. People are matched to it by their mail domain."""

    name = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class OrganizationDomain(models.Model):
    """A mail domain that belongs to an organization, in lower case without ``@``."""

    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="domains")
    domain = models.CharField(max_length=253, unique=True)

    def __str__(self) -> str:
        return self.domain


UNDO_SECONDS = 10
"""How long what somebody sends can be taken back, unless they choose otherwise."""

UNDO_CHOICES = (0, 5, 10, 20, 30)
"""What they can choose, in seconds; 0 is not at all."""


class PersonManager(BaseUserManager["Person"]):
    """Finds people; making one is ``accounts.actions``' work."""

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email=(username or "").lower())


class Theme(models.TextChoices):
    SYSTEM = "system", _("As the system")
    DAY = "day", _("Light")
    NIGHT = "night", _("Dark")


class Person(AbstractBaseUser):
    """Somebody: agent on one desk, requester on another. ``email`` is the primary address (lower case) or null for a
    person without one; all addresses, verified or not, are rows of allauth's EmailAddress. ``undo_seconds`` is how long
    what they send in the browser can be taken back; ``snooze_times`` are codes of :mod:`deskhand.tickets.ahead`, the
    times until which they like to put tickets on hold."""

    email = models.EmailField(max_length=EMAIL_LIMIT, unique=True, null=True, blank=True)
    name = models.CharField(max_length=200)
    phone = models.CharField(max_length=60, blank=True, default="")
    organization = models.ForeignKey(
        Organization, on_delete=models.SET_NULL, null=True, blank=True, related_name="people"
    )
    title = models.CharField(max_length=120, blank=True, default="")
    department = models.CharField(max_length=120, blank=True, default="")
    location = models.CharField(max_length=120, blank=True, default="")
    manager = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="reports")
    language = models.CharField(max_length=10, blank=True, default="")
    time_zone = models.CharField(max_length=60, blank=True, default="")
    theme = models.CharField(max_length=10, choices=Theme, default=Theme.SYSTEM)
    single_keys = models.BooleanField(default=True)
    undo_seconds = models.PositiveSmallIntegerField(default=UNDO_SECONDS)
    snooze_times = models.JSONField(default=list)
    is_vip = models.BooleanField(default=False)
    is_site_admin = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    objects: ClassVar[PersonManager] = PersonManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        indexes = [models.Index(fields=["name"], name="person_name")]

    def __str__(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        """The word to greet with."""
        return self.name.split()[0] if self.name.split() else self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.first_name

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Django's own permissions are not used; see ``deskhand permissions``."""
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return False
