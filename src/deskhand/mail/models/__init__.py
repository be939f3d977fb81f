"""Rows of mail: where letters come in, what came in, what goes out, and the words of automatic letters."""

from deskhand.mail.models.inbound import InboundMail, InboundState
from deskhand.mail.models.installation import InstallationMail
from deskhand.mail.models.lane import Lane
from deskhand.mail.models.mail_key import MailKey, MailKeyKind, MailKeyUse
from deskhand.mail.models.mailbox import (
    DEFAULT_FETCH_PORTS,
    AfterReading,
    Mailbox,
    MailboxAlias,
    Protocol,
    Security,
    SignIn,
)
from deskhand.mail.models.oauth import Grant, OAuthAccess, Provider
from deskhand.mail.models.outbound import LetterKind, OutboundMail, OutboundState
from deskhand.mail.models.receiving_server import ReceivingServer, SpamFilter
from deskhand.mail.models.remembered import FetchedLetter
from deskhand.mail.models.rules import MailRules, SpamGoes
from deskhand.mail.models.sender_rule import SenderRule, SenderRuleKind
from deskhand.mail.models.signing_key import SigningKey
from deskhand.mail.models.template import MailTemplate

__all__ = [
    "DEFAULT_FETCH_PORTS",
    "AfterReading",
    "FetchedLetter",
    "Grant",
    "InboundMail",
    "InboundState",
    "InstallationMail",
    "Lane",
    "LetterKind",
    "MailKey",
    "MailKeyKind",
    "MailKeyUse",
    "MailRules",
    "MailTemplate",
    "Mailbox",
    "MailboxAlias",
    "OAuthAccess",
    "OutboundMail",
    "OutboundState",
    "Protocol",
    "Provider",
    "ReceivingServer",
    "Security",
    "SenderRule",
    "SenderRuleKind",
    "SignIn",
    "SigningKey",
    "SpamFilter",
    "SpamGoes",
]
