"""Live checks of mail servers, for the first run and the settings page: does it work, and if not, what is wrong."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from deskhand.mail.imap import ERRORS, Account, in_words, opened
from deskhand.mail.sending.servers import Server
from deskhand.mail.sending.smtp import NotSent, connected


@dataclass(frozen=True)
class Finding:
    """Whether it works, and a sentence for the person who set it up."""

    ok: bool
    words: str


def check_both(account: Account | None, server: Server | None, *, sender: str) -> list[tuple[str, Finding]]:
    """What the two servers of a mailbox say, each by what it is for; one that is not named is not asked."""
    found = []
    if account is not None:
        found.append((_("Incoming"), check_imap(account)))
    if server is not None:
        found.append((_("Outgoing"), check_smtp(server, sender=sender)))
    return found


def check_imap(account: Account) -> Finding:
    """Sign in, open the folder, look for the folder that read letters are moved to. Changes nothing there."""
    try:
        with opened(account) as box:
            if account.done_folder and not box.folder.exists(account.done_folder):
                missing = _("The folder “%(folder)s” for read letters does not exist in the mailbox: make it first.")
                return Finding(False, missing % {"folder": account.done_folder})
            waiting = len(box.uids("UNDELETED" if account.done_folder else "UNSEEN UNDELETED"))
    except ERRORS as error:
        return Finding(False, in_words(error, account.host, account.port))
    words = ngettext("Signed in. %(count)s letter waits.", "Signed in. %(count)s letters wait.", waiting)
    return Finding(True, words % {"count": waiting})


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
