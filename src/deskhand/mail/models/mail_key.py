"""Keys by which sealed mail is opened and signatures are checked (S/MIME, PGP)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models import Desk, Person
from deskhand.kernel.scope import WalledManager, WalledQuerySet


class MailKeyKind(models.TextChoices):
    SMIME = "smime", _("S/MIME")
    PGP = "pgp", _("PGP")


class MailKeyUse(models.TextChoices):
    OWN = "own", _("Opens mail to this desk")
    PERSON = "person", _("Checks the signatures of one sender")
    AUTHORITY = "authority", _("Checks the signatures of all whom it vouches for")


class MailKeyQuerySet(WalledQuerySet["MailKey"]):
    pass


class MailKey(models.Model):
    """A key of a desk. ``certificate`` is its public half: PEM, or PGP in its armour. ``secret`` is the private half of
    the desk's own keys with its password, encrypted under the key ring (``kernel.vault``)."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="mail_keys")
    kind = models.CharField(max_length=5, choices=MailKeyKind)
    use = models.CharField(max_length=9, choices=MailKeyUse)
    name = models.CharField(max_length=300)
    emails = models.JSONField(default=list)
    fingerprint = models.CharField(max_length=64)
    certificate = models.TextField()
    secret = models.TextField(blank=True, default="")
    expires_at = models.DateTimeField(null=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[Any] = WalledManager.of(MailKeyQuerySet)

    class Meta:
        ordering = ["use", "name", "id"]
        constraints = [models.UniqueConstraint(fields=["desk", "fingerprint"], name="mail_key_once")]

    def __str__(self) -> str:
        return self.name
