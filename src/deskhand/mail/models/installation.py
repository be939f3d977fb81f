"""How letters of the installation itself go out: sign-in links, invitations, words to site administrators."""

from __future__ import annotations

from django.db import models

from deskhand.mail.models.mailbox import Security


class InstallationMail(models.Model):
    """One row at most. The password is stored encrypted under the key ring (``kernel.vault``)."""

    address = models.EmailField(max_length=254, blank=True, default="")
    sender_name = models.CharField(max_length=120, blank=True, default="")
    smtp_host = models.CharField(max_length=253, blank=True, default="")
    smtp_port = models.PositiveIntegerField(default=587)
    smtp_security = models.CharField(max_length=10, choices=Security, default=Security.STARTTLS)
    smtp_user = models.CharField(max_length=254, blank=True, default="")
    smtp_secret = models.TextField(blank=True, default="")
    changed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return "mail of the installation"
