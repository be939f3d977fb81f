"""Tickets that have to do with each other."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from deskhand.kernel.scope import WalledManager
from deskhand.tickets.models.ticket import Ticket
from deskhand.tickets.querysets import TicketThingQuerySet


class LinkKind(models.TextChoices):
    """What a ticket is to another one. Each kind has its counterpart, which the other ticket is to it."""

    DUPLICATE_OF = "duplicate_of", _("Duplicate of")
    DUPLICATED_BY = "duplicated_by", _("Has the duplicate")
    CAUSED_BY = "caused_by", _("Caused by")
    CAUSES = "causes", _("Causes")
    BLOCKS = "blocks", _("Blocks")
    BLOCKED_BY = "blocked_by", _("Blocked by")
    RELATED = "related", _("Related to")
    PARENT_OF = "parent_of", _("Parent of")
    CHILD_OF = "child_of", _("Child of")


class TicketLink(models.Model):
    """``ticket`` is ``kind`` of ``other``; ``kind`` is one of the five that are stored (``links_between.STORED``), the
    other direction is its counterpart. Each end may be on a desk of its own: who does not serve one sees no link."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="links_out")
    other = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="links_in")
    kind = models.CharField(max_length=13, choices=LinkKind)
    made_at = models.DateTimeField()

    objects: ClassVar[Any] = WalledManager.of(TicketThingQuerySet)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket", "other", "kind"], name="link_once")]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.kind} {self.other_id}"
