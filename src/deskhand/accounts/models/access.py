"""Ways in besides a password: one-time links and API tokens. Only digests are stored."""

from __future__ import annotations

from django.db import models

from deskhand.accounts.models.person import Person


class SignInLink(models.Model):
    """A link that signs one person in once. A GET shows a page; only its button uses the link up."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sign_in_links")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"link {self.pk} for {self.person_id}"


class ApiToken(models.Model):
    """A bearer token of a person. ``scope`` is ``read`` or ``write`` (which includes read)."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80, blank=True, default="")
    digest = models.CharField(max_length=64, unique=True)
    scope = models.CharField(max_length=5, choices=[("read", "read"), ("write", "write")], default="read")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"token {self.pk} of {self.person_id}"
