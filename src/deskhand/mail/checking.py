"""Live checks of mail servers, for the first run and the settings page: does it work, and if not, what is wrong."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deskhand.mail.fetching import imap, imap_link, pop3
from deskhand.mail.fetching.account import Account
from deskhand.mail.fetching.faults import ERRORS, in_words
from deskhand.mail.models import AfterReading, Mailbox, Protocol
from deskhand.mail.sending.servers import Server
from deskhand.mail.sending.smtp import NotSent, connected


@dataclass(frozen=True)
class Finding:
    """Whether it works, and a sentence for the person who set it up."""

    ok: bool
    words: str


def check_both(
    account: Account | None, server: Server | None, *, sender: str, mailbox: Mailbox | None = None
) -> list[tuple[str, Finding]]:
    """What the two servers of a mailbox say, each by what it is for; one that is not named is not asked."""
    found = []
    if account is not None:
        found.append((_("Incoming"), check_fetching(account, mailbox)))
    if server is not None:
        found.append((_("Outgoing"), check_smtp(server, sender=sender)))
    return found


def check_fetching(account: Account, mailbox: Mailbox | None = None) -> Finding:
    """Sign in and look at what waits: every folder by IMAP, the one where read letters go, the list by POP3. Changes
    nothing there; ``mailbox`` says which letters that stay on the server are known."""
    try:
        if account.protocol == Protocol.POP3:
            with pop3.opened(account) as box:
                count = len(pop3.waiting(box, mailbox, account))
        else:
            count, missing = _waiting_by_imap(account)
            if missing:
                return Finding(False, missing)
    except ERRORS as error:
        return Finding(False, in_words(error, account.host, account.port))
    words = ngettext("Signed in. %(count)s letter waits.", "Signed in. %(count)s letters wait.", count)
    return Finding(True, words % {"count": count})


def _waiting_by_imap(account: Account) -> tuple[int, str]:
    """How many letters wait, or what is missing."""
    count = 0
    with imap_link.opened(account) as box:
        if account.after_reading == AfterReading.MOVE and not box.folder.exists(account.done_folder):
            missing = _("The folder “%(folder)s” for read letters does not exist in the mailbox: make it first.")
            return 0, missing % {"folder": account.done_folder}
        for folder in account.folders:
            box.folder.set(folder)
            count += len(imap.waiting(box, account))
    return count, ""


def check_smtp(server: Server, *, sender: str = "") -> Finding:
    """Connect, encrypt and sign in as told; with ``sender`` ask whether that address may send. Sends nothing."""
    try:
        with connected(server) as smtp:
            if sender:
                code, words = smtp.mail(sender)
                smtp.rset()
                if code >= 300:
                    said = {"sender": sender, "words": f"{code} {words.decode('utf-8', 'replace')}"}
                    return Finding(False, _("The server does not let %(sender)s send: %(words)s") % said)
    except NotSent as refusal:
        return Finding(False, str(refusal))
    return Finding(True, _("The server takes letters."))
