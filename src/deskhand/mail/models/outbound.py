"""What goes out: one row for each recipient, written in the transaction that caused it, sent by the worker."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from deskhand.kernel.scope import WalledManager, WalledQuerySet
from deskhand.mail.models.mailbox import Mailbox


class OutboundState(models.TextChoices):
    QUEUED = "queued", _("Waiting to be sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Not delivered")


class LetterKind(models.TextChoices):
    REPLY = "reply", _("Answer")
    ACKNOWLEDGEMENT = "acknowledgement", _("Acknowledgement")
    CLOSING = "closing", _("Before a request closes")
    NOTIFICATION = "notification", _("Notification")
    DIGEST = "digest", _("Summary")
    CONFIRMATION = "confirmation", _("Confirmation of an address")
    SIGN_IN = "sign_in", _("Sign-in link")
    TEST = "test", _("Test")
    OTHER = "other", _("Other")


class OutboundQuerySet(WalledQuerySet["OutboundMail"]):
    pass


class OutboundMail(models.Model):
    """A letter to one recipient. ``message_ref`` is the id of the ticket's message that it carries (replies), and
    ``ticket_number`` the ticket; both are plain numbers, for mail does not know tickets. A letter without a desk
    (``desk_id`` null) belongs to the installation: sign-in links and the like.

    ``once_key`` is unique: what caused the letter, and to whom. ``due_at`` is when it may be tried next, ``give_up_at``
    when nobody tries any more. ``claimed_by`` names the worker's turn that is sending it now. ``unsure`` counts the
    tries after which nobody knows whether the server took it."""

    desk_id = models.BigIntegerField(null=True)
    mailbox = models.ForeignKey(Mailbox, on_delete=models.SET_NULL, null=True, related_name="outbound")
    kind = models.CharField(max_length=20, choices=LetterKind, default=LetterKind.OTHER)
    to_email = models.CharField(max_length=320)
    to_name = models.CharField(max_length=200, blank=True, default="")
    person_id = models.BigIntegerField(null=True)
    shown_to = models.JSONField(default=list)
    shown_cc = models.JSONField(default=list)
    subject = models.CharField(max_length=998)
    text = models.TextField()
    html = models.TextField(blank=True, default="")
    message_id = models.CharField(max_length=300)
    headers = models.JSONField(default=dict)
    attachments = models.JSONField(default=list)
    is_automatic = models.BooleanField(default=False)
    ticket_number = models.BigIntegerField(null=True)
    message_ref = models.BigIntegerField(null=True)
    state = models.CharField(max_length=8, choices=OutboundState, default=OutboundState.QUEUED)
    priority = models.SmallIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    unsure = models.PositiveSmallIntegerField(default=0)
    once_key = models.CharField(max_length=400, null=True, unique=True)
    due_at = models.DateTimeField(null=True)
    give_up_at = models.DateTimeField(null=True)
    claimed_by = models.CharField(max_length=80, blank=True, default="")
    server_says = models.TextField(blank=True, default="")
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = WalledManager.of(OutboundQuerySet)

    class Meta:
        indexes = [
            models.Index(fields=["state", "made_at"], name="outbound_state"),
            models.Index(fields=["message_ref"], name="outbound_message"),
            models.Index(fields=["ticket_number"], name="outbound_ticket"),
            models.Index(fields=["message_id"], name="outbound_message_id"),
            models.Index(fields=["desk_id", "-made_at"], name="outbound_newest"),
            models.Index(fields=["to_email", "-made_at"], name="outbound_recipient"),
            models.Index(
                fields=["mailbox", "-priority", "due_at", "id"], name="outbound_due", condition=models.Q(state="queued")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.to_email}"
