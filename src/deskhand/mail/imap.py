"""Fetching letters from IMAP mailboxes: fetch, store and commit, and only then mark or move.

What is new is told by the server (unseen, or still in the folder where read letters are moved away), not by UIDs that
we remember: a changed UIDVALIDITY, a restored server or a second fetcher lead to letters seen again, which
:func:`deskhand.mail.receive.accept` knows as duplicates.
"""

from __future__ import annotations

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import structlog
from django.conf import settings
from django.utils.translation import gettext as _
from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted, MailMessageFlags
from imap_tools.errors import ImapToolsError

from deskhand.jobs.queue import Finish, job
from deskhand.kernel import clock, vault
from deskhand.mail.models import AfterReading, Mailbox, Security
from deskhand.mail.receive import accept

log = structlog.get_logger(__name__)

TIMEOUT_SECONDS = 30
"""Longest wait for any answer of a server."""

BATCH = 200
"""Letters fetched by one job; the next job goes on, so that a backlog of tens of thousands blocks nobody."""

SIZES_AT_ONCE = 500
"""Letters whose sizes are asked for in one command."""

ERRORS = (OSError, imaplib.IMAP4.error, ImapToolsError)
"""What a server or the network can do to us."""


@dataclass(frozen=True)
class Account:
    """Where a mailbox's letters lie; ``password`` in the clear, kept in memory only. Without ``done_folder`` letters
    are marked as seen, else moved there."""

    host: str
    port: int
    security: str
    user: str
    password: str
    folder: str = "INBOX"
    done_folder: str = ""

    def __repr__(self) -> str:
        return f"Account({self.user} at {self.host}:{self.port})"


@dataclass(frozen=True)
class Round:
    """What one visit brought: letters accepted, whether more wait, and how many are too large to be fetched."""

    accepted: int
    has_more: bool
    too_large: int


def account_of(mailbox: Mailbox) -> Account:
    """The account that a mailbox's page names. Raises ValueError if its password cannot be opened any more."""
    return Account(
        mailbox.fetch_host,
        mailbox.fetch_port,
        mailbox.fetch_security,
        mailbox.fetch_user,
        vault.opened(mailbox.fetch_secret),
        (mailbox.folders or ["INBOX"])[0],
        mailbox.done_folder if mailbox.after_reading == AfterReading.MOVE else "",
    )


@job(outside=True, queue="network", lease_seconds=120)
def fetch_mailbox(mailbox_id: int) -> Finish | None:
    """Fetch one mailbox once; its page shows when, and what went wrong. A fault waits for the next round."""
    mailbox: Mailbox | None = (
        Mailbox.objects.beyond_walls("mailboxes of all desks are fetched here")
        .fetched()
        .filter(pk=mailbox_id)
        .first()
    )
    if mailbox is None:
        return None
    try:
        found = fetch(mailbox, account_of(mailbox))
    except ValueError as error:  # The stored password cannot be opened.
        words = str(error)
        return lambda: _note(mailbox, words)
    except ERRORS as error:
        log.warning("imap.failed", mailbox=mailbox.name, error=str(error))
        words = in_words(error, mailbox.fetch_host, mailbox.fetch_port)
        return lambda: _note(mailbox, words)
    return lambda: _fetched(mailbox, found)


def fetch(mailbox: Mailbox, account: Account) -> Round:
    """Accept what is new, at most :data:`BATCH` letters, each marked or moved only after it is committed here."""
    with opened(account) as box:
        waiting = box.uids("UNDELETED" if account.done_folder else "UNSEEN UNDELETED")
        fitting = _fitting(box, waiting)
        count = 0
        for uid in fitting[:BATCH]:
            raw = _raw(box, uid)
            if raw is None:  # Somebody took it out of the mailbox meanwhile.
                continue
            accept(mailbox, raw, "imap")
            _put_away(box, uid, account)
            count += 1
    return Round(count, len(fitting) > BATCH, len(waiting) - len(fitting))


@contextmanager
def opened(account: Account) -> Iterator[BaseMailBox]:
    """The account's folder, signed in. Raises one of :data:`ERRORS`."""
    box = _connected(account)
    try:
        box.login(account.user, account.password, initial_folder=account.folder)
        yield box
    finally:
        try:
            box.client.logout()
        except ERRORS:
            box.client.shutdown()


def _connected(account: Account) -> BaseMailBox:
    if account.security == Security.NONE:
        return MailBoxUnencrypted(account.host, account.port, timeout=TIMEOUT_SECONDS)
    context = ssl.create_default_context()
    if account.security == Security.STARTTLS:
        return MailBoxStartTls(account.host, account.port, timeout=TIMEOUT_SECONDS, ssl_context=context)
    return MailBox(account.host, account.port, timeout=TIMEOUT_SECONDS, ssl_context=context)


def _fitting(box: BaseMailBox, uids: list[str]) -> list[str]:
    """The letters that are not over the size limit, oldest first. Sizes are asked for only as far as one batch goes."""
    limit = settings.DESKHAND.max_mail
    fitting: list[str] = []
    for start in range(0, len(uids), SIZES_AT_ONCE):
        some = uids[start : start + SIZES_AT_ONCE]
        if len(fitting) > BATCH:
            fitting += some
            continue
        sizes = _sizes(box, some)
        fitting += [uid for uid in some if sizes.get(uid, 0) <= limit]
    return fitting


def _sizes(box: BaseMailBox, uids: list[str]) -> dict[str, int]:
    import re

    _status, lines = box.client.uid("fetch", ",".join(uids), "(UID RFC822.SIZE)")
    sizes = {}
    for line in lines:
        text = line.decode("ascii", "replace") if isinstance(line, bytes) else ""
        uid, size = re.search(r"UID (\d+)", text), re.search(r"RFC822\.SIZE (\d+)", text)
        if uid and size:
            sizes[uid[1]] = int(size[1])
    return sizes


def _raw(box: BaseMailBox, uid: str) -> bytes | None:
    status, parts = box.client.uid("fetch", uid, "(BODY.PEEK[])")
    if status != "OK":
        raise imaplib.IMAP4.error(_("The server does not hand out a letter: %(words)s") % {"words": parts})
    return next((part[1] for part in parts if isinstance(part, tuple) and len(part) > 1), None)


def _put_away(box: BaseMailBox, uid: str, account: Account) -> None:
    if account.done_folder:
        box.move(uid, account.done_folder)
    else:
        box.flag(uid, MailMessageFlags.SEEN, True)


def _fetched(mailbox: Mailbox, found: Round) -> None:
    _note(mailbox, "", too_large=found.too_large)
    if found.has_more:
        fetch_mailbox.put(unique_key=f"imap:{mailbox.pk}", mailbox_id=mailbox.pk)


def _note(mailbox: Mailbox, error: str, *, too_large: int = 0) -> None:
    changes: dict[str, object] = {"last_error": error}
    if not error:
        changes |= {"last_fetch_at": clock.now(), "too_large": too_large}
    Mailbox.objects.within(mailbox.desk_id).filter(pk=mailbox.pk).update(**changes)


def in_words(error: Exception, host: str, port: int) -> str:
    """A fault of fetching as a sentence that says what to check."""
    where = {"host": host, "port": port, "words": _plain(error)}
    if isinstance(error, ssl.SSLCertVerificationError):
        return _("The certificate of %(host)s cannot be trusted: %(words)s") % {**where, "words": error.verify_message}
    if isinstance(error, ssl.SSLError):
        return _("%(host)s port %(port)s does not speak TLS the way the settings say: %(words)s") % where
    if isinstance(error, TimeoutError):
        return _("%(host)s port %(port)s does not answer: check the port, and the firewall in between.") % where
    if isinstance(error, ConnectionRefusedError):
        return _("Nobody listens on %(host)s port %(port)s.") % where
    if type(error).__name__ == "gaierror":
        return _("There is no server %(host)s: check the name.") % where
    if type(error).__name__ == "MailboxLoginError":
        return _("%(host)s does not take this user name and password: %(words)s") % where
    if type(error).__name__ == "MailboxFolderSelectError":
        return _("There is no such folder in the mailbox: %(words)s") % where
    return _("%(host)s cannot be used: %(words)s") % where


def _plain(error: Exception) -> str:
    """What the server said, without the wrapping of Python's bytes."""
    import re

    inner = getattr(error, "command_result", None)
    text = str(inner[1] if isinstance(inner, tuple) and len(inner) > 1 else error)
    return " ".join(re.sub(r"""\[?b(['"])(.*?)\1\]?""", r"\2", text).split())[:300]
