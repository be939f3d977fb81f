"""Keys that letters are signed with (DKIM), one for each domain that a desk writes from."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from deskhand.accounts.models import Desk
from deskhand.kernel.scope import WalledManager, WalledQuerySet


class SigningKeyQuerySet(WalledQuerySet["SigningKey"]):
    pass


class SigningKey(models.Model):
    """An RSA key, encrypted under the key ring (``kernel.vault``), with the selector of its record in the DNS. Letters
    are signed while it ``is_on``: before the record stands in the DNS a signature would do harm."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="signing_keys")
    domain = models.CharField(max_length=253)
    selector = models.CharField(max_length=63)
    secret = models.TextField()
    is_on = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    objects: ClassVar[Any] = WalledManager.of(SigningKeyQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["desk", "domain"], name="one_signing_key")]

    def __str__(self) -> str:
        return f"{self.selector}._domainkey.{self.domain}"
