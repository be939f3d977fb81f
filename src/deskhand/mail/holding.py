"""Senders of whom letters wait because a filter holds them: one line for each, however many letters there are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max

from deskhand.accounts.models import Desk
from deskhand.mail.actions.letters import HELD
from deskhand.mail.models import InboundMail, InboundState

SHOWN = 20
"""Senders that are listed, those with the most letters."""


@dataclass(frozen=True)
class HeldSender:
    """An address, how many of its letters wait, and when the newest came."""

    email: str
    count: int
    newest_at: datetime


def held_senders(desk: Desk) -> list[HeldSender]:
    """The senders with the most letters in quarantine. One query."""
    waiting = InboundMail.objects.within(desk).filter(state=InboundState.QUARANTINED, outcome__in=HELD)
    groups = waiting.order_by().values("from_email").annotate(n=Count("pk"), newest=Max("received_at"))
    found = groups.order_by("-n", "from_email")[:SHOWN]
    return [HeldSender(one["from_email"], one["n"], one["newest"]) for one in found]
