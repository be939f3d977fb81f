"""A letter arrives: which verb does it come to? The rules are the table of ``docs/admin/mail-security.md``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.utils import translation
from django.utils.translation import gettext as _

from deskhand.mail import judging
from deskhand.mail.judging import Judgement
from deskhand.mail.models import InboundMail
from deskhand.mail.outcomes import Outcome, ignored, quarantined
from deskhand.mail.parsing.model import ParsedMail
from deskhand.tickets.intake import senders
from deskhand.tickets.intake.arrival import Arrival
from deskhand.tickets.intake.content import Content, content_of
from deskhand.tickets.intake.filing import filed
from deskhand.tickets.intake.joining import joined
from deskhand.tickets.intake.opening import opened
from deskhand.tickets.intake.proof import lines_of, proof_of
from deskhand.tickets.intake.returned import note_return

DROPPED = {judging.OWN: "own_mail", judging.LOOP: "loop", judging.REPORT: "report"}
"""Findings that end a letter's way at once, with their outcomes."""


def take_in(letter: InboundMail, mail: ParsedMail, judgement: Judgement) -> Callable[[], Outcome]:
    """Fills the slot ``mail_intake``: prepare outside a transaction, then take the letter in within one."""
    ended = _ended_early(letter, mail, judgement)
    if ended is not None:
        return lambda: ended
    if judgement.bounce is not None and judgement.kind == judging.BOUNCE:
        bounce = judgement.bounce
        return lambda: note_return(letter, bounce)
    arrival = Arrival(letter, mail, judgement, _content(mail, judgement))
    return lambda: _placed(arrival)


def _content(mail: ParsedMail, judgement: Judgement) -> Content:
    content = content_of(mail)
    if not judgement.is_unverified:
        return content
    return replace(content, remarks=[*content.remarks, "sender_unverified"])


def _ended_early(letter: InboundMail, mail: ParsedMail, judgement: Judgement) -> Outcome | None:
    if judgement.kind in DROPPED:
        return ignored(DROPPED[judgement.kind])
    if judgement.kind == judging.BOUNCE:
        return None
    if not senders.usable(mail.from_.email):
        with translation.override(letter.mailbox.desk.language):
            return quarantined("no_sender", _("No address can be read off it that an answer could go to."))
    return ignored("blocked_sender") if judgement.sender_is_blocked else None


def _placed(arrival: Arrival) -> Outcome:
    proof = proof_of(arrival.mail, arrival.desk.pk)
    arrival.letter.verdicts = [*arrival.letter.verdicts, *lines_of(proof)]
    is_automatic = arrival.judgement.kind == judging.AUTO_REPLY
    if proof.ticket is None:
        return ignored("auto_reply") if is_automatic else opened(arrival, proof)
    if is_automatic:
        return filed(arrival, proof.ticket, "automatic_reply", "auto_reply_noted")
    return joined(arrival, proof.ticket, proof)
