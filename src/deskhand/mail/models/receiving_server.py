"""What is believed of the headers that the server before us wrote into a mailbox's letters."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from deskhand.kernel.scope import WalledManager, WalledQuerySet
from deskhand.mail.models.mailbox import Mailbox


class SpamFilter(models.TextChoices):
    """Whose headers say whether a letter is spam."""

    ANY = "any", _("Whoever says spam is believed")
    RSPAMD = "rspamd", _("Rspamd on the receiving server")
    SPAMASSASSIN = "spamassassin", _("SpamAssassin on the receiving server")
    MICROSOFT = "microsoft", _("Microsoft 365 or Exchange")
    NONE = "none", _("Nobody: such headers are not looked at")


class ReceivingServerQuerySet(WalledQuerySet["ReceivingServer"]):
    desk_path = "mailbox__desk_id"


class ReceivingServer(models.Model):
    """One row for a mailbox of which something was said. ``name`` is the one under which its server writes
    Authentication-Results (RFC 8601, authserv-id), in lower case; empty: no such header is believed."""

    mailbox = models.OneToOneField(Mailbox, on_delete=models.CASCADE, related_name="receiving_server")
    name = models.CharField(max_length=253, blank=True, default="")
    spam_filter = models.CharField(max_length=12, choices=SpamFilter, default=SpamFilter.ANY)

    objects: ClassVar[Any] = WalledManager.of(ReceivingServerQuerySet)

    def __str__(self) -> str:
        return self.name or self.spam_filter
