"""What people wrote on a ticket."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from deskhand.accounts.models import Person
from deskhand.files.models import Blob
from deskhand.kernel.actor import Channel
from deskhand.kernel.scope import WalledManager
from deskhand.tickets.models.choices import MessageKind
from deskhand.tickets.models.ticket import Ticket
from deskhand.tickets.querysets import AttachmentQuerySet, DraftQuerySet, LayoutQuerySet, MessageQuerySet


class Message(models.Model):
    """A public reply, an internal note, or the log of a call or visit. ``html`` is cleaned; ``quoted_html`` is the
    quoted tail of a mail, folded on display; ``text`` is the plain twin of ``html``. ``message_id`` is our signed
    Message-ID for what we send, or the sender's for what came by mail, with angle brackets. ``sender_email`` is the
    address in From of a letter whose sender an agent has still to admit, or has admitted."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=6, choices=MessageKind, default=MessageKind.REPLY)
    side = models.CharField(max_length=10, choices=[("requester", "requester"), ("agent", "agent")])
    author = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="messages")
    author_name = models.CharField(max_length=200, blank=True, default="")
    sender_email = models.CharField(max_length=320, blank=True, default="")
    channel = models.CharField(max_length=10, choices=[(c.value, c.value) for c in Channel])
    html = models.TextField()
    text = models.TextField()
    quoted_html = models.TextField(blank=True, default="")
    blocked_images = models.PositiveSmallIntegerField(default=0)
    message_id = models.CharField(max_length=500, blank=True, default="", db_index=True)
    inbound_id = models.BigIntegerField(null=True)
    shown_to = models.JSONField(default=list)
    shown_cc = models.JSONField(default=list)
    remarks = models.JSONField(default=list)
    created_at = models.DateTimeField()

    objects: ClassVar[Any] = WalledManager.of(MessageQuerySet)

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["ticket", "created_at", "id"], name="message_thread")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} on {self.ticket_id}"

    @property
    def is_internal(self) -> bool:
        """True for what requesters never see."""
        return self.kind != MessageKind.REPLY


class MessageLayout(models.Model):
    """A mail as its sender laid it out, cleaned: kept for the few messages that are hard to read without, and read only
    when it is shown (``tickets.views.layout``). ``blocked_images`` wait in it for the reader's click."""

    message = models.OneToOneField(Message, on_delete=models.CASCADE, primary_key=True, related_name="layout")
    html = models.TextField()
    blocked_images = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar[Any] = WalledManager.of(LayoutQuerySet)

    def __str__(self) -> str:
        return f"layout of {self.message_id}"


class Attachment(models.Model):
    """A file of a message. Before its message is sent it belongs to a draft's author (``uploaded_by``) alone.
    ``key`` is in its address; inline images of mails are found by ``cid``."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, null=True, related_name="attachments")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, null=True, related_name="attachments")
    desk_id = models.BigIntegerField(null=True)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=43, unique=True)
    filename = models.CharField(max_length=255)
    content_type = models.CharField(max_length=127, default="application/octet-stream")
    size = models.BigIntegerField()
    cid = models.CharField(max_length=255, blank=True, default="")
    is_inline = models.BooleanField(default=False)
    uploaded_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()

    objects: ClassVar[Any] = WalledManager.of(AttachmentQuerySet)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.filename


class Draft(models.Model):
    """What somebody is writing on a ticket, kept on the server. One for each person, ticket and kind.

    ``revision`` counts what was saved, so that nobody overwrites what they have not seen. With ``is_shared`` colleagues
    read it and may take it over; ``taken_from`` is then the id of who wrote it before.
    """

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="drafts")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=6, choices=MessageKind, default=MessageKind.REPLY)
    html = models.TextField(blank=True, default="")
    cc = models.JSONField(default=list)
    attachments: models.ManyToManyField[Attachment, models.Model] = models.ManyToManyField(Attachment, related_name="+")
    saved_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)
    is_shared = models.BooleanField(default=False)
    taken_from = models.BigIntegerField(null=True)

    objects: ClassVar[Any] = WalledManager.of(DraftQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "person", "kind"], name="draft_once")]

    def __str__(self) -> str:
        return f"draft of {self.person_id} on {self.ticket_id}"
