"""Whom a desk knows besides those who ask there or serve it, and who may read an organization's tickets."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models.desk import Desk
from deskhand.accounts.models.person import Organization, Person
from deskhand.kernel.scope import WalledManager, WalledQuerySet


class Came(models.TextChoices):
    """How somebody came into a desk's directory."""

    ENTERED = "entered", _("Entered by hand")
    INVITED = "invited", _("Invited")
    IMPORTED = "imported", _("Imported")


class DirectoryQuerySet(WalledQuerySet[Any]):
    """Entries of a desk."""


class DirectoryEntry(models.Model):
    """A person whom a desk's staff may see although they have no ticket and no role there. Those who have are in the
    desk's directory without a row."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="directory")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="directory_entries")
    came = models.CharField(max_length=10, choices=Came)
    since = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[Any] = WalledManager.of(DirectoryQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "desk"], name="directory_once")]

    def __str__(self) -> str:
        return f"{self.person_id} known on {self.desk_id}"


class OrganizationEntry(models.Model):
    """An organization that a desk's staff may see although nobody of it has asked there, and what that desk has noted
    about it: the notes of one desk are not another's."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="+")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="entries")
    notes = models.TextField(blank=True, default="")
    since = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[Any] = WalledManager.of(DirectoryQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organization", "desk"], name="organization_entry_once")]

    def __str__(self) -> str:
        return f"{self.organization_id} known on {self.desk_id}"


class ContactQuerySet(WalledQuerySet[Any]):
    def in_force(self) -> Any:
        """Contacts who still belong to the organization and have an account that works."""
        return self.filter(person__organization_id=models.F("organization_id"), person__is_active=True)


class OrganizationContact(models.Model):
    """A person who may read and answer the tickets of their organization on one desk. It counts as long as the person
    belongs to the organization."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="+")
    organization = models.ForeignKey(Organization, on_delete=models.CASCADE, related_name="contacts")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="contact_for")
    since = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[Any] = WalledManager.of(ContactQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "desk", "organization"], name="contact_once")]
        indexes = [models.Index(fields=["organization", "desk"], name="contact_organization")]

    def __str__(self) -> str:
        return f"{self.person_id} reads {self.organization_id} on {self.desk_id}"
