"""What a server or the network can do to us, in words that say what to check."""

from __future__ import annotations

import imaplib
import poplib
import re
import socket
import ssl

from django.utils.translation import gettext as _
from imap_tools.errors import ImapToolsError, MailboxFolderSelectError

from deskhand.mail.oauth.faults import NotConnected


class SignInRefused(Exception):
    """The server does not take the user name with this password or token; its words."""


class NotStored(Exception):
    """A letter cannot be stored here, whatever the server does."""


class Misses(Exception):
    """The server lacks something that the mailbox's settings need; in words for its page."""


LINK = (OSError, EOFError, imaplib.IMAP4.abort)
"""The connection is gone, whatever was asked over it."""

REFUSALS = (imaplib.IMAP4.error, ImapToolsError, poplib.error_proto)
"""The server said no, or what nobody understands."""

ERRORS = (*LINK, *REFUSALS, SignInRefused, NotStored, Misses, NotConnected)
"""All that ends a visit and stands on the mailbox's page afterwards."""

WORDS_LIMIT = 300
"""Characters kept of what a server says."""


def in_words(error: Exception, host: str, port: int) -> str:
    """A fault of fetching as a sentence that says what to check."""
    where = {"host": host, "port": port, "words": said(error)}
    if isinstance(error, NotConnected | Misses):
        return str(error)
    if isinstance(error, NotStored):
        return _("A letter cannot be stored here; it stays on %(host)s: %(words)s") % where
    if isinstance(error, SignInRefused):
        return _("%(host)s does not take this user name and password: %(words)s") % where
    if isinstance(error, MailboxFolderSelectError):
        return _("There is no such folder in the mailbox: %(words)s") % where
    return _of_the_link(error, where)


def _of_the_link(error: Exception, where: dict[str, object]) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return _("The certificate of %(host)s cannot be trusted: %(words)s") % {**where, "words": error.verify_message}
    if isinstance(error, ssl.SSLError):
        return _("%(host)s port %(port)s does not speak TLS the way the settings say: %(words)s") % where
    if isinstance(error, TimeoutError):
        return _("%(host)s port %(port)s does not answer: check the port, and the firewall in between.") % where
    if isinstance(error, ConnectionRefusedError):
        return _("Nobody listens on %(host)s port %(port)s.") % where
    if isinstance(error, socket.gaierror):
        return _("There is no server %(host)s: check the name.") % where
    if isinstance(error, LINK):
        return _("%(host)s hung up in the middle; the letters behind are fetched on the next visit.") % where
    return _("%(host)s cannot be used: %(words)s") % where


def said(error: Exception) -> str:
    """What the server said, without the wrapping of Python's bytes."""
    inner = getattr(error, "command_result", None)
    text = str(inner[1] if isinstance(inner, tuple) and len(inner) > 1 else error)
    return " ".join(re.sub(r"""\[?b(['"])(.*?)\1\]?""", r"\2", text).split())[:WORDS_LIMIT]
