"""A letter on its way into a ticket."""

from __future__ import annotations

from dataclasses import dataclass

from deskhand.accounts.models import Desk
from deskhand.mail.headline import MESSAGE_ID_LIMIT
from deskhand.mail.judging import Judgement
from deskhand.mail.models import InboundMail
from deskhand.mail.parsing.model import ParsedMail
from deskhand.tickets.intake import senders
from deskhand.tickets.intake.content import Content


@dataclass(frozen=True)
class Arrival:
    """What is known of it: its row, what it says, what the filters found, and its text and files."""

    letter: InboundMail
    mail: ParsedMail
    judgement: Judgement
    content: Content

    @property
    def desk(self) -> Desk:
        return self.letter.mailbox.desk

    @property
    def message_id(self) -> str:
        return self.mail.message_id[:MESSAGE_ID_LIMIT]

    @property
    def sender_words(self) -> str:
        """The sender as the letter names them, for what is not proven."""
        name, email = senders.shown_name(self.mail.from_), self.mail.from_.email
        return f"{name} <{email}>" if name else email

    @property
    def sender_email(self) -> str:
        """The sender's address in its one spelling; nothing if it is none."""
        return senders.usable(self.mail.from_.email)
