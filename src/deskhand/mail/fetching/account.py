"""Where a mailbox's letters lie, and how one signs in there."""

from __future__ import annotations

from dataclasses import dataclass

from deskhand.kernel import vault
from deskhand.mail.models import AfterReading, Mailbox, Protocol, SignIn
from deskhand.mail.oauth.tokens import Bearer

INBOX = "INBOX"


@dataclass(frozen=True)
class Account:
    """An account on a server; ``password`` in the clear, kept in memory only. With ``bearer`` it is not asked for:
    that gives a token when somebody signs in, or raises :class:`deskhand.mail.oauth.faults.NotConnected`."""

    host: str
    port: int
    security: str
    user: str
    password: str = ""
    protocol: str = Protocol.IMAP
    folders: tuple[str, ...] = (INBOX,)
    after_reading: str = AfterReading.SEEN
    done_folder: str = ""
    leaves_letters: bool = False
    bearer: Bearer | None = None

    def __repr__(self) -> str:
        return f"Account({self.user} at {self.host}:{self.port})"


def folders_of(mailbox: Mailbox) -> tuple[str, ...]:
    """The folders that are read, in this order; at least one."""
    return tuple(mailbox.folders) or (INBOX,)


def account_of(mailbox: Mailbox) -> Account:
    """The account that a mailbox's page names. Raises ValueError if its password cannot be opened any more."""
    is_by_token = mailbox.fetch_sign_in == SignIn.OAUTH
    return Account(
        host=mailbox.fetch_host,
        port=mailbox.fetch_port,
        security=mailbox.fetch_security,
        user=mailbox.fetch_user,
        password="" if is_by_token else vault.opened(mailbox.fetch_secret),
        protocol=mailbox.protocol,
        folders=folders_of(mailbox),
        after_reading=mailbox.after_reading,
        done_folder=mailbox.done_folder,
        leaves_letters=mailbox.leaves_letters,
        bearer=Bearer(mailbox.pk) if is_by_token else None,
    )
