"""Ways in besides a password: one-time links and API tokens. Only digests are stored."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models.person import Person


class SignInLink(models.Model):
    """A link that signs one person in once. A GET shows a page; only its button uses the link up. ``is_mailed``: it
    stands in a letter to the person alone, so whoever uses it reads their mail."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sign_in_links")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    is_mailed = models.BooleanField(default=False)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"link {self.pk} for {self.person_id}"


class Scope(models.TextChoices):
    """What a token may, each including the one before. ``full`` is for what the pages ask a fresh proof for."""

    READ = "read", _("Read")
    WRITE = "write", _("Read and write")
    FULL = "full", _("Everything, also roles and accounts")


class ApiToken(models.Model):
    """A bearer token of a person. ``prefix`` is its beginning, by which its owner recognises it. ``is_narrowed`` is
    true if :class:`ApiTokenDesk` rows say which desks it reaches; without ``expires_at`` it works until it is
    revoked."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=80, blank=True, default="")
    digest = models.CharField(max_length=64, unique=True)
    prefix = models.CharField(max_length=12, blank=True, default="")
    scope = models.CharField(max_length=5, choices=Scope, default=Scope.READ)
    is_for_all_desks = models.BooleanField(default=True)
    is_narrowed = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    last_used_from = models.GenericIPAddressField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"token {self.pk} of {self.person_id}"


class ApiTokenDesk(models.Model):
    """One desk of a narrowed token: named by its owner, or cut off by the desk's administrators (``is_cut``)."""

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="desks")
    desk = models.ForeignKey("Desk", on_delete=models.CASCADE, related_name="+")
    is_cut = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "desk"], name="token_desk_once")]

    def __str__(self) -> str:
        return f"desk {self.desk_id} of token {self.token_id}"
