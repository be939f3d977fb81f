"""The words of automatic letters, per desk and language. Without a row the built-in words serve."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from deskhand.accounts.models import Desk
from deskhand.kernel.scope import WalledManager, WalledQuerySet


class MailTemplateQuerySet(WalledQuerySet["MailTemplate"]):
    pass


class MailTemplate(models.Model):
    """``kind`` is a code of :mod:`deskhand.mail.letters`; placeholders are ``{name}``, without logic."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="mail_templates")
    kind = models.CharField(max_length=40)
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=300)
    body = models.TextField()

    objects: ClassVar[Any] = WalledManager.of(MailTemplateQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["desk", "kind", "language"], name="mail_template_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.language}"
