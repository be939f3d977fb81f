"""Making a ticket of a letter that did not become one."""

from __future__ import annotations

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.files import blobs
from deskhand.kernel import clock, slots
from deskhand.kernel.actor import Actor
from deskhand.kernel.errors import Invalid
from deskhand.kernel.events import emit
from deskhand.mail.actions.letters import SET_ASIDE, inbound
from deskhand.mail.events import LetterOpenedAnyway
from deskhand.mail.headline import LOOK
from deskhand.mail.isolated import TooMuch, Unreadable, parsed
from deskhand.mail.models import InboundMail
from deskhand.mail.outcomes import Outcome
from deskhand.mail.parsing.model import ParsedMail, ParsedPart
from deskhand.mail.unsealing import opened


def open_anyway(*, actor: Actor, letter: InboundMail) -> Outcome:
    """Make a ticket of a letter in quarantine, or of one that was set aside, whatever the filters found. One that
    cannot be read becomes a ticket with the letter attached as it came. Pressed twice, it is one ticket. Raises
    NotFound, or Invalid."""
    desk_id = letter.mailbox.desk_id
    actor.need("mail.settings", desk_id)
    actor.need("tickets.create", desk_id)
    mail = _read(letter)
    offered = (prepare(actor, letter, mail) for prepare in slots.items("mail_anyway", desk_id=desk_id))
    take_in = next(found for found in offered if found is not None)
    with transaction.atomic():
        locked = inbound(actor, letter, SET_ASIDE)
        outcome: Outcome = take_in()
        locked.state, locked.outcome, locked.error = outcome.state, outcome.code, ""
        locked.ticket_number, locked.finished_at = outcome.ticket_number, clock.now()
        locked.save(update_fields=["state", "outcome", "error", "ticket_number", "finished_at"])
        fact = LetterOpenedAnyway(letter=locked.pk, ticket_number=outcome.ticket_number)
        emit(fact, actor=actor, desk_id=desk_id)
    return outcome


def _read(letter: InboundMail) -> ParsedMail:
    """The letter, or its headers with the letter itself as a file."""
    raw = blobs.read(letter.raw)
    try:
        return opened(parsed(raw), lambda: raw, letter.mailbox.desk_id)
    except (TooMuch, Unreadable) as error:
        words = _("The letter could not be read, so it is attached as it came. %(why)s") % {"why": error}
    try:
        top = parsed(raw[:LOOK].partition(b"\r\n\r\n")[0].partition(b"\n\n")[0] + b"\r\n\r\n")
    except (TooMuch, Unreadable):
        raise Invalid(_("Not even the letter's headers can be read. Download it and enter a ticket by hand.")) from None
    whole = ParsedPart("letter.eml", "message/rfc822", raw)
    return replace(top, text=words, html="", attachments=(whole,))
