"""What can become of a letter that came in, in codes that are stored and words that are shown."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from deskhand.mail.models import InboundState

WORDS: dict[str, str | Promise] = {
    "new_ticket": _("Opened a ticket"),
    "reply": _("Added to the ticket"),
    "follow_up": _("Opened a follow-up ticket"),
    "agent_reply": _("Sent on as an agent’s answer"),
    "agent_note": _("Kept as an agent’s note"),
    "commands": _("Carried out what an agent asked for"),
    "command_refused": _("Kept as a note: a command in it could not be carried out"),
    "unproven_agent": _("Kept as a note: it claims to come from an agent, without proof"),
    "new_person": _("Kept as a note: it comes from somebody who is not on the ticket"),
    "auto_reply_noted": _("Kept as a note: an automatic answer"),
    "auto_reply": _("An automatic answer that belongs to no ticket"),
    "decided": _("Took it as a decision that was asked for"),
    "decision_refused": _("It was to decide something, but could not: its sender is told why"),
    "decision_gone": _("It answers a question that is not asked any more"),
    "bounce_noted": _("Noted on the ticket: a letter of ours came back"),
    "bounce": _("A letter of ours came back"),
    "own_mail": _("Our own letter came back"),
    "loop": _("It went round in circles"),
    "blocked_sender": _("The sender is blocked"),
    "may_not_open": _("The sender may not open tickets on this desk"),
    "report": _("A report for machines"),
    "duplicate": _("The same letter was here already"),
    "other_mailbox": _("The same letter came to another mailbox of the desk"),
    "no_sender": _("Nobody is named as its sender"),
    "broken": _("It could not be read"),
    "too_much": _("Reading it would take too much"),
    "spam_ticket": _("Opened a ticket among the spam"),
    "spam_held": _("It was called spam"),
    "too_many": _("Too many letters of this sender came at once"),
    "opened_by_hand": _("Made into a ticket by hand"),
    "ignored_by_hand": _("Set aside by hand"),
}
"""Every code of :attr:`Outcome.code` in words."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The end of a letter's way in. ``error`` says for people why it lies in quarantine."""

    code: str
    state: InboundState = InboundState.DONE
    ticket_number: int | None = None
    error: str = ""


def ignored(code: str, *, ticket_number: int | None = None) -> Outcome:
    """Nothing came of it, on purpose; it is listed with its reason."""
    return Outcome(code=code, state=InboundState.IGNORED, ticket_number=ticket_number)


def quarantined(code: str, error: str) -> Outcome:
    """Somebody has to look at it."""
    return Outcome(code=code, state=InboundState.QUARANTINED, error=error)
