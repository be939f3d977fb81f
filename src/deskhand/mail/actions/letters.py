"""What people do with single letters: read one again, set one aside, send one again."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.kernel import clock
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Denied, NotFound
from deskhand.kernel.events import emit
from deskhand.mail.events import LetterIgnored, LetterSentAgain, LetterTriedAgain
from deskhand.mail.models import InboundMail, InboundState, LetterKind, OutboundMail, OutboundState
from deskhand.mail.outbox import PEOPLES
from deskhand.mail.reading import read_letter
from deskhand.mail.sending.trying import order_sending

SET_ASIDE = (InboundState.QUARANTINED, InboundState.IGNORED)
"""States from which a letter can be read again."""

HELD = ("too_many", "spam_held")
"""Outcomes of letters that a filter holds back until a person lets them through."""


@transaction.atomic
def try_again(*, actor: Actor, letter: InboundMail) -> InboundMail:
    """Read a letter once more that is in quarantine or was not made into a ticket. Pressed twice, it is read once. One
    that a filter held back is let through."""
    locked = inbound(actor, letter, SET_ASIDE)
    locked.is_released = locked.is_released or locked.outcome in HELD
    locked.state, locked.outcome, locked.error, locked.finished_at = InboundState.STORED, "", "", None
    locked.save(update_fields=["state", "outcome", "error", "finished_at", "is_released"])
    read_letter.put(unique_key=f"read:{locked.pk}", inbound_id=locked.pk)
    emit(LetterTriedAgain(letter=locked.pk), actor=actor, desk_id=locked.mailbox.desk_id)
    return locked


@transaction.atomic
def ignore(*, actor: Actor, letter: InboundMail) -> InboundMail:
    """Decide that a letter in quarantine needs nothing. It stays listed and can be read again."""
    locked = inbound(actor, letter, (InboundState.QUARANTINED,))
    locked.state, locked.outcome, locked.finished_at = InboundState.IGNORED, "ignored_by_hand", clock.now()
    locked.save(update_fields=["state", "outcome", "finished_at"])
    emit(LetterIgnored(letter=locked.pk), actor=actor, desk_id=locked.mailbox.desk_id)
    return locked


@transaction.atomic
def send_again(*, actor: Actor, letter: OutboundMail) -> OutboundMail:
    """Send a letter once more, with the same Message-ID. One that still waits is tried at once."""
    if letter.desk_id is None or letter.kind == LetterKind.SIGN_IN:
        raise Denied(_("This letter cannot be sent again: ask for a new link instead."))
    actor.need("mail.send_again", letter.desk_id)
    locked = OutboundMail.objects.within(letter.desk_id).select_for_update().filter(pk=letter.pk).first()
    if locked is None:
        raise NotFound
    locked.state, locked.tries, locked.unsure, locked.changed_at = OutboundState.QUEUED, 0, 0, clock.now()
    locked.server_says, locked.priority = "", PEOPLES
    locked.save(update_fields=["state", "tries", "unsure", "changed_at", "server_says", "priority"])
    order_sending(locked)
    fact = LetterSentAgain(letter=locked.pk, ticket_number=locked.ticket_number)
    emit(fact, actor=actor, desk_id=locked.desk_id)
    sent: OutboundMail = locked
    return sent


def inbound(actor: Actor, letter: InboundMail, states: Any) -> InboundMail:
    desk_id = letter.mailbox.desk_id
    actor.need("mail.settings", desk_id)
    rows = InboundMail.objects.within(desk_id).select_related("mailbox").select_for_update(of=("self",))
    locked: InboundMail | None = rows.filter(pk=letter.pk, state__in=states).first()
    if locked is None:
        raise NotFound(_("This letter is being read already, or was dealt with."))
    return locked
