"""Rows of mail: where letters come in, what came in, what goes out, and the words of automatic letters."""

from deskhand.mail.models.inbound import InboundMail, InboundState
from deskhand.mail.models.mailbox import Mailbox, Security
from deskhand.mail.models.outbound import LetterKind, OutboundMail, OutboundState
from deskhand.mail.models.template import MailTemplate

__all__ = [
    "InboundMail",
    "InboundState",
    "LetterKind",
    "MailTemplate",
    "Mailbox",
    "OutboundMail",
    "OutboundState",
    "Security",
]
