"""What came in, as it came in. The raw bytes are there before anybody thinks about them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Lower, StrIndex, Substr
from django.utils.translation import gettext_lazy as _

from deskhand.files.models import Blob
from deskhand.kernel.scope import WalledManager, WalledQuerySet
from deskhand.mail.models.mailbox import Mailbox


class InboundState(models.TextChoices):
    STORED = "stored", _("Waiting")
    DONE = "done", _("Done")
    IGNORED = "ignored", _("Not made into a ticket")
    QUARANTINED = "quarantined", _("In quarantine")


class InboundQuerySet(WalledQuerySet["InboundMail"]):
    desk_path = "mailbox__desk_id"


class InboundMail(models.Model):
    """One received letter. ``outcome`` says in a code what became of it; ``verdicts`` what the filters found.

    The same bytes are in a mailbox once. What a letter says is known when it has been read: then ``digest`` is that of
    its contents, and ``identity`` says that it is the one of its desk with this Message-ID and these contents. Later
    copies have no identity; their ``first`` is the one that has it.

    Every index is written before a letter's arrival is acknowledged. So none says again what another says, and what a
    letter does not have until it is read is in none."""

    mailbox = models.ForeignKey(Mailbox, on_delete=models.PROTECT, related_name="inbound", db_index=False)
    raw = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+", db_index=False)
    message_id = models.CharField(max_length=500, blank=True, default="")
    digest = models.CharField(max_length=64, blank=True, default="")
    identity = models.CharField(max_length=64, null=True)
    first = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="copies", db_index=False)
    size = models.BigIntegerField()
    source = models.CharField(max_length=20, default="imap")
    received_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=InboundState, default=InboundState.STORED)
    outcome = models.CharField(max_length=40, blank=True, default="")
    error = models.TextField(blank=True, default="")
    verdicts = models.JSONField(default=list)
    from_email = models.CharField(max_length=320, blank=True, default="")
    from_name = models.CharField(max_length=200, blank=True, default="")
    from_domain: models.GeneratedField = models.GeneratedField(
        expression=Lower(Substr("from_email", StrIndex("from_email", models.Value("@")) + 1)),
        output_field=models.CharField(max_length=320),
        db_persist=True,
    )
    """What stands behind the first "@" of ``from_email``: a sender's letters of the last hour are counted by it."""
    subject = models.CharField(max_length=300, blank=True, default="")
    ticket_number = models.BigIntegerField(null=True)
    finished_at = models.DateTimeField(null=True)
    is_released = models.BooleanField(default=False)

    objects: ClassVar[Any] = WalledManager.of(InboundQuerySet)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["raw", "mailbox"], name="letter_bytes_once"),
            models.UniqueConstraint(
                fields=["identity"], name="letter_identity", condition=models.Q(identity__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=["state", "received_at"], name="inbound_state"),
            models.Index(fields=["mailbox", "-received_at"], name="inbound_newest"),
            models.Index(fields=["from_domain", "received_at"], name="inbound_domain"),
            models.Index(fields=["message_id"], name="inbound_message_id"),
            models.Index(fields=["from_email", "-received_at"], name="inbound_sender"),
            models.Index(fields=["first"], name="inbound_first", condition=models.Q(first__isnull=False)),
            models.Index(
                fields=["ticket_number"], name="inbound_ticket", condition=models.Q(ticket_number__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_email} {self.subject}"
