"""What would become of a letter, and why, without anything of it staying.

The decision is the real one: the same steps as for a letter that arrives (:func:`deskhand.mail.reading.rehearsed`), in
a transaction that is rolled back. What has been ordered to follow a commit (jobs, sending) goes with it; what is looked
at before is what the page and the API tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from deskhand.kernel import clock
from deskhand.kernel.errors import Invalid, TooLarge
from deskhand.mail.isolated import TooMuch, Unreadable, legible, parsed
from deskhand.mail.judging import told
from deskhand.mail.legible import Legible
from deskhand.mail.models import InboundMail, InboundState, LetterKind, Mailbox, OutboundMail
from deskhand.mail.outcomes import WORDS, Outcome, quarantined
from deskhand.mail.parsing.model import ParsedMail
from deskhand.mail.reading import rehearsed

LARGEST = 10 * 1024 * 1024
"""Bytes of a letter that can be tried: it is read while somebody waits."""

NOWHERE = 2**62
"""The id of a letter that has no row: newer than any."""

LETTERS_SHOWN = 20
"""Letters that would go out at once, at most."""


@dataclass(frozen=True)
class Following:
    """A letter that would go out at once."""

    kind: str
    to: str

    @property
    def kind_word(self) -> str:
        return str(dict(LetterKind.choices).get(self.kind, self.kind))


@dataclass(frozen=True)
class Rehearsal:
    """``mail`` and ``text`` are None for a letter that cannot be read. ``verdicts`` are in the reader's language, as
    ``filter``, ``verdict`` and ``because``. ``outcome`` names a ticket only if it is there already."""

    mail: ParsedMail | None
    text: Legible | None
    outcome: Outcome
    verdicts: list[dict[str, str]]
    following: list[Following]

    @property
    def words(self) -> str:
        """What would become of it, in a sentence."""
        why = str(WORDS.get(self.outcome.code, self.outcome.code))
        who = str(self.mail.from_) if self.mail is not None else ""
        said = {"why": self.outcome.error or why, "who": who, "number": self.outcome.ticket_number}
        if self.outcome.state == InboundState.QUARANTINED:
            return _("It would lie in quarantine: %(why)s") % said
        if self.outcome.state == InboundState.IGNORED:
            return _("It would not become a ticket: %(why)s") % said
        return (_would(self.outcome.code) or _("On #%(number)s: %(why)s")) % said


def _would(code: str) -> str:
    return {
        "new_ticket": _("It would open a ticket of %(who)s."),
        "spam_ticket": _("It would open a ticket of %(who)s among the spam."),
        "follow_up": _("It would open a ticket of %(who)s that follows one which has ended."),
        "reply": _("It would be added to #%(number)s as an answer of %(who)s."),
        "agent_reply": _("It would be sent to the requester of #%(number)s as an answer of %(who)s."),
    }.get(code, "")


def rehearse(mailbox: Mailbox, raw: bytes) -> Rehearsal:
    """Try a letter as if it came to this mailbox now. Raises Invalid for nothing at all, TooLarge over :data:`LARGEST`.
    Call it outside any transaction of your own."""
    if not raw.strip():
        raise Invalid(_("There is no message."), {"message": _("Paste a message, or choose a file.")})
    if len(raw) > LARGEST:
        raise TooLarge(_("The message is too large to be tried: at most %(size)s MB.") % {"size": LARGEST // 1024**2})
    try:
        mail = parsed(raw)
        text = legible(mail, {})
    except (TooMuch, Unreadable) as error:
        return Rehearsal(None, None, quarantined("too_much", str(error)), [], [])
    letter = InboundMail(pk=NOWHERE, mailbox=mailbox, size=len(raw), source="rehearsal", received_at=clock.now())
    take_in = rehearsed(letter, raw, mail)
    with transaction.atomic():
        newest = _newest_sent()
        outcome = take_in()
        following = _following(mailbox, outcome, newest)
        transaction.set_rollback(True)
    if outcome.code in _OPENING:  # Its number went with the transaction.
        outcome = Outcome(code=outcome.code, state=outcome.state, error=outcome.error)
    return Rehearsal(mail, text, outcome, told(letter.verdicts), following)


_OPENING = ("new_ticket", "spam_ticket", "follow_up")


def _sent_rows() -> Any:
    return OutboundMail.objects.beyond_walls("what the rehearsed letter itself has caused")


def _newest_sent() -> int:
    return int(_sent_rows().order_by("-pk").values_list("pk", flat=True).first() or 0)


def _following(mailbox: Mailbox, outcome: Outcome, newest: int) -> list[Following]:
    """Letters about the outcome's ticket that were made in this transaction."""
    if outcome.ticket_number is None:
        return []
    rows = _sent_rows().filter(pk__gt=newest, desk_id=mailbox.desk_id, ticket_number=outcome.ticket_number)
    return [Following(kind, to) for kind, to in rows.order_by("pk").values_list("kind", "to_email")[:LETTERS_SHOWN]]
