"""What a filter may know, and what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from deskhand.mail.authenticity import Told


def gettext_noop(message: str) -> str:
    """Marks a sentence for translation where it is shown. Django's own needs settings, and filters have none."""
    return message


@dataclass(frozen=True, slots=True)
class Rate:
    """How many letters a sender and all of its domain wrote in the hour before this one, and how many are taken.
    A limit of zero is none. Counting may stop right above a limit."""

    sender: int = 0
    domain: int = 0
    sender_limit: int = 0
    domain_limit: int = 0


@dataclass(frozen=True, slots=True)
class FilterContext:
    """What the filters know of us. Everything is optional; addresses are compared without regard to case.

    - `own_addresses`: every address that ends in one of our mailboxes, aliases included.
    - `message_id_domain`: what stands behind the "@" of the Message-IDs that we make.
    - `instance`: the value of our `X-Deskhand-Instance` header.
    - `blocked`: addresses (`eve@x.example`) and whole domains (`@x.example`) whose mail is not wanted.
    - `allowed`: the same for those who are always let in; what names the sender more closely wins.
    - `trusted_server`: the name under which our receiving server writes Authentication-Results; "" believes nobody.
    - `checked`: what a check of the signatures here found, where no server is named.
    - `spam_filter`: whose headers about spam count: "any", "rspamd", "spamassassin", "microsoft" or "none".
    - `rate`: how much the sender wrote lately.
    - `size` and `max_size`: bytes of the whole letter, and how many are taken; 0 says nothing.
    """

    own_addresses: frozenset[str] = frozenset()
    message_id_domain: str = ""
    instance: str = ""
    blocked: frozenset[str] = frozenset()
    allowed: frozenset[str] = frozenset()
    trusted_server: str = ""
    checked: Told | None = None
    spam_filter: str = "any"
    rate: Rate = Rate()
    size: int = 0
    max_size: int = 0

    def is_own(self, email: str) -> bool:
        """Whether mail to this address comes to us; a plus-address counts as its plain one."""
        local, _, domain = email.casefold().rpartition("@")
        return f"{local}@{domain}" in self.own_addresses or f"{local.partition('+')[0]}@{domain}" in self.own_addresses


@dataclass(frozen=True, slots=True)
class Bounce:
    """A delivery status notification in short.

    `recipients` could not be reached (or not yet); `permanent` is false for warnings that delivery is late; `status` is
    the enhanced status code ("5.1.1") and `server_says` the remote server's words, both "" when not told;
    `original_message_id` is the Message-ID of our mail, "" when the report does not show it.
    """

    recipients: tuple[str, ...]
    permanent: bool
    status: str = ""
    server_says: str = ""
    original_message_id: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """One filter's answer about one mail: `filter` asked, `verdict` is a stable word, `because` says why in English.

    `reason` with `values` is the same sentence in two parts, for translation. The flags are what follows: the mail was
    written by a program; it must get no automatic answer; it must not become a ticket at all; it is spam; it waits in
    quarantine for a person; its From address is vouched for.
    """

    filter: str
    verdict: str
    reason: str
    values: Mapping[str, str] = field(default_factory=dict)
    is_automatic: bool = False
    forbids_answer: bool = True
    drop: bool = False
    is_spam: bool = False
    holds: bool = False
    is_authentic: bool = False
    bounce: Bounce | None = None

    @property
    def because(self) -> str:
        """The reason as one English sentence."""
        return self.reason % self.values if self.values else self.reason


@dataclass(frozen=True, slots=True)
class Summary:
    """What all verdicts on a mail come to."""

    may_answer: bool = True
    is_automatic: bool = False
    is_bounce: bool = False
    drop: bool = False
    bounce: Bounce | None = None


def summary(verdicts: tuple[Verdict, ...]) -> Summary:
    """The consequences of the verdicts together: one that forbids is enough."""
    bounce = next((verdict.bounce for verdict in verdicts if verdict.bounce), None)
    return Summary(
        may_answer=not any(verdict.forbids_answer for verdict in verdicts),
        is_automatic=any(verdict.is_automatic for verdict in verdicts),
        is_bounce=bounce is not None,
        drop=any(verdict.drop for verdict in verdicts),
        bounce=bounce,
    )
