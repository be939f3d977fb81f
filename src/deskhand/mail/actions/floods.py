"""Letters of one sender that a filter holds back are let in together."""

from __future__ import annotations

from django.db import transaction

from deskhand.accounts.models import Desk
from deskhand.kernel.actor import Actor
from deskhand.mail.actions.letters import HELD, try_again
from deskhand.mail.models import InboundMail, InboundState

AT_ONCE = 500
"""Most letters that one press lets in, the oldest first."""


@transaction.atomic
def let_in(*, actor: Actor, desk: Desk, from_email: str) -> int:
    """Read the letters of a sender again that wait because a filter holds them; returns how many these are. Whoever
    was blocked meanwhile stays out."""
    actor.need("mail.settings", desk.pk)
    waiting = InboundMail.objects.within(desk).filter(
        state=InboundState.QUARANTINED, outcome__in=HELD, from_email=from_email
    )
    letters = list(waiting.select_related("mailbox").order_by("pk")[:AT_ONCE])
    for letter in letters:
        try_again(actor=actor, letter=letter)
    return len(letters)
