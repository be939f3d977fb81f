"""Invitations by mail. Only the digest of the link's token is stored."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from deskhand.accounts.models.desk import Desk, RoleName
from deskhand.accounts.models.person import EMAIL_LIMIT, Person
from deskhand.kernel.permissions import READERS, REQUESTER
from deskhand.kernel.scope import WalledManager, WalledQuerySet

INVITED_AS: tuple[tuple[str, Any], ...] = ((REQUESTER, _("Requester")), *RoleName.choices)
"""To what somebody is invited: to ask, without a role, or to a role."""


class InvitationQuerySet(WalledQuerySet[Any]):
    def unanswered(self) -> Any:
        """Neither accepted nor withdrawn; the link may have run out."""
        return self.filter(accepted_at=None, withdrawn_at=None)


class Invitation(models.Model):
    """Somebody with this address is asked to come to a desk in a role. ``digest`` is null until the letter is written;
    sending again replaces it, so that the former link opens nothing."""

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="+")
    email = models.CharField(max_length=EMAIL_LIMIT)
    name = models.CharField(max_length=200, blank=True, default="")
    role = models.CharField(max_length=10, choices=INVITED_AS)
    digest = models.CharField(max_length=64, unique=True, null=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    sent_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = WalledManager.of(InvitationQuerySet)

    class Meta:
        indexes = [models.Index(fields=["desk", "-made_at"], name="invitation_desk")]

    def __str__(self) -> str:
        return f"invitation {self.pk} to {self.desk_id}"

    @property
    def is_to_ask(self) -> bool:
        """True for somebody who is to ask there, not to work."""
        return self.role not in READERS

    def state(self, now: datetime) -> str:
        """``accepted``, ``withdrawn``, ``sending``, ``expired`` or ``open``."""
        if self.accepted_at is not None:
            return "accepted"
        if self.withdrawn_at is not None:
            return "withdrawn"
        if self.expires_at is None:
            return "sending"
        return "open" if self.expires_at > now else "expired"
