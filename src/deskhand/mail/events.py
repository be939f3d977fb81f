"""Facts about mailboxes and letters. Addresses and words stay in their rows."""

from __future__ import annotations

from dataclasses import dataclass, field

from deskhand.kernel.events import Fact, event


@event("mailbox.edited", subject="mailbox")
@dataclass(frozen=True, kw_only=True)
class MailboxEdited(Fact):
    """A mailbox was made or changed; ``fields`` names what, never the values."""

    mailbox: int
    fields: list[str]


@event("installation_mail.edited", subject="settings")
@dataclass(frozen=True, kw_only=True)
class InstallationMailEdited(Fact):
    """How letters of the installation go out was changed; ``fields`` names what, never the values."""

    settings: int
    fields: list[str]


@event("mailbox.sending_changed", subject="mailbox")
@dataclass(frozen=True, kw_only=True)
class SendingChanged(Fact):
    """How a mailbox's letters go out changed: ``connections``, ``rate``, ``files_mb``, ``is_signed`` with their values,
    or ``signing_key`` without."""

    mailbox: int
    fields: list[str]
    old: dict[str, str | int | bool | None] = field(default_factory=dict)
    new: dict[str, str | int | bool | None] = field(default_factory=dict)


@event("mailbox.connected", subject="mailbox")
@dataclass(frozen=True, kw_only=True)
class MailboxConnected(Fact):
    """Somebody let Deskhand sign in to a mailbox by OAuth."""

    mailbox: int


@event("mailbox.disconnected", subject="mailbox")
@dataclass(frozen=True, kw_only=True)
class MailboxDisconnected(Fact):
    """The tokens of a mailbox were forgotten."""

    mailbox: int


@event("mail_template.edited", subject="template")
@dataclass(frozen=True, kw_only=True)
class MailTemplateEdited(Fact):
    """The words of a kind of letter were changed, or put back to the built-in ones (``is_back``)."""

    template: int
    kind: str
    language: str
    is_back: bool = False


@event("inbound_mail.tried_again", subject="letter")
@dataclass(frozen=True, kw_only=True)
class LetterTriedAgain(Fact):
    """A letter that was in quarantine, or not made into a ticket, is read once more."""

    letter: int


@event("inbound_mail.ignored", subject="letter")
@dataclass(frozen=True, kw_only=True)
class LetterIgnored(Fact):
    """Somebody decided that a letter in quarantine needs nothing."""

    letter: int


@event("inbound_mail.opened_anyway", subject="letter")
@dataclass(frozen=True, kw_only=True)
class LetterOpenedAnyway(Fact):
    """Somebody made a ticket of a letter that was in quarantine or had not become one."""

    letter: int
    ticket_number: int | None


@event("outbound_mail.sent_again", subject="letter")
@dataclass(frozen=True, kw_only=True)
class LetterSentAgain(Fact):
    """A letter that went out, or could not, is sent once more."""

    letter: int
    ticket_number: int | None = None


@event("outbound_mail.failed", subject="letter")
@dataclass(frozen=True, kw_only=True)
class LetterFailed(Fact):
    """A letter could not be delivered: refused by a server, bounced, or given up after days of trying.
    ``message`` is the ticket's message that it carried, if it did."""

    letter: int
    ticket_number: int | None
    message: int | None
    has_bounced: bool = False


@event("sender_rule.set", subject="rule")
@dataclass(frozen=True, kw_only=True)
class SenderRuleSet(Fact):
    """A sender was blocked, or is always let in (``kind``: ``block``, ``allow``). Without a desk on all of them."""

    rule: int
    kind: str


@event("sender_rule.forgotten", subject="rule")
@dataclass(frozen=True, kw_only=True)
class SenderRuleForgotten(Fact):
    """An entry was taken off the list of senders."""

    rule: int
    kind: str


@event("mail_rules.edited", subject="desk")
@dataclass(frozen=True, kw_only=True)
class MailRulesEdited(Fact):
    """What a desk does with spam and floods was changed; ``fields`` names what."""

    desk: int
    fields: list[str]
    old: dict[str, str | int | bool | None]
    new: dict[str, str | int | bool | None]


@event("receiving_server.edited", subject="mailbox")
@dataclass(frozen=True, kw_only=True)
class ReceivingServerEdited(Fact):
    """Whose word is believed about a mailbox's letters was changed; ``fields`` names what."""

    mailbox: int
    fields: list[str]
    old: dict[str, str | int | bool | None]
    new: dict[str, str | int | bool | None]


@event("mail_key.added", subject="key")
@dataclass(frozen=True, kw_only=True)
class MailKeyAdded(Fact):
    """A key was added that opens mail (``use``: ``own``) or checks signatures (``person``, ``authority``)."""

    key: int
    kind: str
    use: str


@event("mail_key.removed", subject="key")
@dataclass(frozen=True, kw_only=True)
class MailKeyRemoved(Fact):
    """A key is used no more."""

    key: int
    kind: str
    use: str
