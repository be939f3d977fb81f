"""The mailbox `it`, fetched from an account of its own on a real server, and what a test looks at there."""

from deskhand.kernel import vault
from deskhand.mail.fetching.account import account_of
from deskhand.mail.fetching.imap_link import opened
from deskhand.mail.models import InboundMail, Mailbox
from deskhand.mail.schedules import fetch_all
from tests.cast import Cast
from tests.services.dovecot import Dovecot


def connected(cast: Cast, dovecot: Dovecot, account: tuple[str, str], protocol: str = "imap") -> Mailbox:
    """Let the mailbox be fetched from the account."""
    name, password = account
    mailbox = cast.mailbox
    mailbox.protocol, mailbox.fetch_host, mailbox.fetch_security = protocol, dovecot.host, "none"
    mailbox.fetch_port = dovecot.pop3_port if protocol == "pop3" else dovecot.port
    mailbox.fetch_user, mailbox.fetch_secret = name, vault.locked(password)
    mailbox.save()
    return mailbox


def fetch(cast: Cast) -> None:
    """What the schedule does, and all that follows."""
    fetch_all.put()
    cast.work()
    cast.mailbox.refresh_from_db()


def unseen(mailbox: Mailbox, folder: str = "INBOX") -> int:
    """Letters in a folder that nobody has read."""
    with opened(account_of(mailbox), folder) as there:
        return len(there.uids("UNSEEN"))


def received(mailbox: Mailbox) -> list[InboundMail]:
    """Letters that were taken in, oldest first."""
    return list(InboundMail.objects.within(mailbox.desk_id).order_by("pk"))
