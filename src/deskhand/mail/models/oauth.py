"""Signing in to a mailbox by OAuth 2.0: what the provider was told, and the tokens that it gave."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from deskhand.kernel.scope import WalledManager, WalledQuerySet
from deskhand.mail.models.mailbox import Mailbox


class Provider(models.TextChoices):
    MICROSOFT = "microsoft", _("Microsoft 365")
    GOOGLE = "google", _("Google")
    OTHER = "other", _("Another one")


class Grant(models.TextChoices):
    PERSON = "person", _("Somebody signs in once for the mailbox")
    APP = "app", _("The app signs in by itself (client credentials)")


class OAuthAccessQuerySet(WalledQuerySet["OAuthAccess"]):
    desk_path = "mailbox__desk_id"


class OAuthAccess(models.Model):
    """One for each mailbox that signs in by OAuth. Secrets and tokens are encrypted (``kernel.vault``)."""

    mailbox = models.OneToOneField(Mailbox, on_delete=models.CASCADE, related_name="oauth")
    provider = models.CharField(max_length=9, choices=Provider, default=Provider.MICROSOFT)
    grant = models.CharField(max_length=6, choices=Grant, default=Grant.PERSON)
    tenant = models.CharField(max_length=100, blank=True, default="")
    client_id = models.CharField(max_length=200, blank=True, default="")
    client_secret = models.TextField(blank=True, default="")
    authorize_url = models.CharField(max_length=500, blank=True, default="")
    token_url = models.CharField(max_length=500, blank=True, default="")
    scope = models.CharField(max_length=1000, blank=True, default="")

    refresh_token = models.TextField(blank=True, default="")
    access_token = models.TextField(blank=True, default="")
    expires_at = models.DateTimeField(null=True)
    connected_at = models.DateTimeField(null=True)
    connected_as = models.CharField(max_length=254, blank=True, default="")
    refreshing_until = models.DateTimeField(null=True)
    """While one process asks for a new token the others wait, at most until then."""
    refusal = models.TextField(blank=True, default="")
    """The provider's words when it took the consent back: somebody must connect again."""

    objects: ClassVar[Any] = WalledManager.of(OAuthAccessQuerySet)

    class Meta:
        verbose_name_plural = "OAuth accesses"

    def __str__(self) -> str:
        return f"{self.provider} for {self.mailbox_id}"

    @property
    def is_connected(self) -> bool:
        """Whether tokens can be had without asking anybody."""
        return not self.refusal and bool(self.refresh_token or self.grant == Grant.APP)
