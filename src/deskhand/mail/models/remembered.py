"""Letters that stay on a POP3 server and were fetched already."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from deskhand.kernel.scope import WalledManager, WalledQuerySet
from deskhand.mail.models.mailbox import Mailbox

UIDL_LIMIT = 70
"""Characters of a unique id, by RFC 1939."""


class FetchedLetterQuerySet(WalledQuerySet["FetchedLetter"]):
    desk_path = "mailbox__desk_id"


class FetchedLetter(models.Model):
    """The server's unique id of a letter; forgotten when the server does not name it any more."""

    mailbox = models.ForeignKey(Mailbox, on_delete=models.CASCADE, related_name="+")
    uidl = models.CharField(max_length=UIDL_LIMIT)

    objects: ClassVar[Any] = WalledManager.of(FetchedLetterQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mailbox", "uidl"], name="fetched_letter_once")]

    def __str__(self) -> str:
        return self.uidl
