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


class Protocol(models.TextChoices):
    IMAP = "imap", _("IMAP")
    POP3 = "pop3", _("POP3")
    NONE = "none", _("Not fetched: letters are handed over")


class AfterReading(models.TextChoices):
    SEEN = "seen", _("Mark them as read")
    FLAG = "flag", _("Flag them")
    MOVE = "move", _("Move them to another folder")


class SignIn(models.TextChoices):
    PASSWORD = "password", _("User name and password")
    OAUTH = "oauth", _("Microsoft 365, Google and others (OAuth 2.0)")


DEFAULT_FETCH_PORTS: dict[tuple[str, bool], int] = {
    (Protocol.IMAP, True): 993,
    (Protocol.IMAP, False): 143,
    (Protocol.POP3, True): 995,
    (Protocol.POP3, False): 110,
}
"""Ports by protocol, and whether TLS is spoken from the start."""


class MailboxQuerySet(WalledQuerySet["Mailbox"]):
    def active(self) -> Any:
        return self.filter(is_active=True)

    def fetched(self) -> Any:
        """Those whose letters are fetched from a server."""
        return self.active().exclude(protocol=Protocol.NONE).exclude(fetch_host="")


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

    tags = models.JSONField(default=list, blank=True)
    """Given to every new ticket from this mailbox."""

    protocol = models.CharField(max_length=5, choices=Protocol, default=Protocol.NONE)
    fetch_host = models.CharField(max_length=253, blank=True, default="")
    fetch_port = models.PositiveIntegerField(default=993)
    fetch_security = models.CharField(max_length=10, choices=Security, default=Security.TLS)
    fetch_sign_in = models.CharField(max_length=8, choices=SignIn, default=SignIn.PASSWORD)
    fetch_user = models.CharField(max_length=254, blank=True, default="")
    fetch_secret = models.TextField(blank=True, default="")
    folders = models.JSONField(default=list, blank=True)
    """IMAP: the folders that are read, in this order; none named is the inbox alone."""
    after_reading = models.CharField(max_length=5, choices=AfterReading, default=AfterReading.SEEN)
    done_folder = models.CharField(max_length=200, blank=True, default="")
    leaves_letters = models.BooleanField(default=False)
    """POP3: letters stay on the server, and which of them were fetched is remembered."""

    smtp_host = models.CharField(max_length=253, blank=True, default="")
    smtp_port = models.PositiveIntegerField(default=587)
    smtp_security = models.CharField(max_length=10, choices=Security, default=Security.STARTTLS)
    smtp_sign_in = models.CharField(max_length=8, choices=SignIn, default=SignIn.PASSWORD)
    smtp_user = models.CharField(max_length=254, blank=True, default="")
    smtp_secret = models.TextField(blank=True, default="")
    reply_to = models.EmailField(max_length=254, blank=True, default="")

    last_fetch_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True, default="")
    too_large = models.PositiveIntegerField(default=0)
    """Letters over the limit that the last visit left in the mailbox."""
    refused = models.JSONField(default=list, blank=True)
    """IMAP: letters that the server named but did not hand out, as ``folder/UIDVALIDITY/UID``; tried last."""
    created_at = models.DateTimeField()

    objects: ClassVar[Any] = WalledManager.of(MailboxQuerySet)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_fetched(self) -> bool:
        """Whether letters are fetched from a server, as opposed to being handed over."""
        return self.protocol != Protocol.NONE and bool(self.fetch_host)

    @property
    def left_words(self) -> str:
        """What the last visit left in the mailbox and why, in sentences; empty if nothing."""
        return " ".join(words for words in (self._too_large_words(), self._refused_words()) if words)

    def _too_large_words(self) -> str:
        if not self.too_large:
            return ""
        return ngettext(
            "%(count)s letter is larger than %(limit)s MB and stays in the mailbox.",
            "%(count)s letters are larger than %(limit)s MB and stay in the mailbox.",
            self.too_large,
        ) % {"count": self.too_large, "limit": settings.DESKHAND.max_mail // (1024 * 1024)}

    def _refused_words(self) -> str:
        if not self.refused:
            return ""
        return ngettext(
            "The server does not hand out %(count)s letter: it is tried again on every visit.",
            "The server does not hand out %(count)s letters: they are tried again on every visit.",
            len(self.refused),
        ) % {"count": len(self.refused)}


class AliasQuerySet(WalledQuerySet["MailboxAlias"]):
    desk_path = "mailbox__desk_id"


class MailboxAlias(models.Model):
    """A further address whose letters arrive in a mailbox. In small letters; of one mailbox alone."""

    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="aliases")
    address = models.EmailField(max_length=254, unique=True)

    objects: ClassVar[Any] = WalledManager.of(AliasQuerySet)

    class Meta:
        ordering = ["address"]
        verbose_name_plural = "mailbox aliases"

    def __str__(self) -> str:
        return self.address
