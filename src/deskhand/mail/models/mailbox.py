"""A mailbox: an address of a desk, where its letters are fetched and how its answers go out."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from deskhand.accounts.models import Desk, Team
from deskhand.kernel.scope import WalledManager, WalledQuerySet


class Security(models.TextChoices):
    TLS = "tls", _("TLS from the start")
    STARTTLS = "starttls", _("STARTTLS")
    NONE = "none", _("None (only inside your own network)")


class MailboxQuerySet(WalledQuerySet["Mailbox"]):
    def active(self) -> Any:
        return self.filter(is_active=True)


class Mailbox(models.Model):
    """Passwords are stored encrypted under the key ring (``kernel.vault``)."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="mailboxes")
    name = models.CharField(
        max_length=40,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9][a-z0-9._-]*$", _("Small letters, digits, dots and dashes."))],
    )
    address = models.EmailField(max_length=254, unique=True)
    sender_name = models.CharField(max_length=120, blank=True, default="")
    is_active = models.BooleanField(default=True)
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=20, default="incident")
    acknowledges = models.BooleanField(default=True)
    plus_addressing = models.BooleanField(default=True)

    imap_host = models.CharField(max_length=253, blank=True, default="")
    imap_port = models.PositiveIntegerField(default=993)
    imap_security = models.CharField(max_length=10, choices=Security, default=Security.TLS)
    imap_user = models.CharField(max_length=254, blank=True, default="")
    imap_secret = models.TextField(blank=True, default="")
    imap_folder = models.CharField(max_length=200, default="INBOX")
    imap_done_folder = models.CharField(max_length=200, blank=True, default="")

    smtp_host = models.CharField(max_length=253, blank=True, default="")
    smtp_port = models.PositiveIntegerField(default=587)
    smtp_security = models.CharField(max_length=10, choices=Security, default=Security.STARTTLS)
    smtp_user = models.CharField(max_length=254, blank=True, default="")
    smtp_secret = models.TextField(blank=True, default="")
    reply_to = models.EmailField(max_length=254, blank=True, default="")

    last_fetch_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True, default="")
    too_large = models.PositiveIntegerField(default=0)
    """Letters over the limit that the last visit left in the mailbox."""
    created_at = models.DateTimeField()

    objects: ClassVar[Any] = WalledManager.of(MailboxQuerySet)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def left_words(self) -> str:
        """What the last visit left in the mailbox because it is too large, as a sentence; empty if nothing."""
        if not self.too_large:
            return ""
        return ngettext(
            "%(count)s letter is larger than %(limit)s MB and stays in the mailbox.",
            "%(count)s letters are larger than %(limit)s MB and stay in the mailbox.",
            self.too_large,
        ) % {"count": self.too_large, "limit": settings.DESKHAND.max_mail // (1024 * 1024)}
