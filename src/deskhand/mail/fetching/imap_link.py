"""A connection to an IMAP server, encrypted and signed in as the account says."""

from __future__ import annotations

import imaplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import MailboxLoginError

from deskhand.mail.fetching import sasl
from deskhand.mail.fetching.account import Account
from deskhand.mail.fetching.faults import LINK, REFUSALS, SignInRefused, said
from deskhand.mail.models import Security

TIMEOUT_SECONDS = 30
"""Longest wait for any answer of a server."""


@contextmanager
def opened(account: Account, folder: str | None = None) -> Iterator[BaseMailBox]:
    """The account, signed in, with a folder open: the first that it names unless told otherwise. Raises one of
    :data:`deskhand.mail.fetching.faults.ERRORS`."""
    box = _connected(account)
    try:
        _sign_in(box, account)
        box.folder.set(folder or account.folders[0])
        yield box
    finally:
        _hang_up(box)


def _hang_up(box: BaseMailBox) -> None:
    try:
        box.client.logout()
    except (*LINK, *REFUSALS):
        box.client.shutdown()


def _connected(account: Account) -> BaseMailBox:
    if account.security == Security.NONE:
        return MailBoxUnencrypted(account.host, account.port, timeout=TIMEOUT_SECONDS)
    context = ssl.create_default_context()
    if account.security == Security.STARTTLS:
        return MailBoxStartTls(account.host, account.port, timeout=TIMEOUT_SECONDS, ssl_context=context)
    return MailBox(account.host, account.port, timeout=TIMEOUT_SECONDS, ssl_context=context)


def _sign_in(box: BaseMailBox, account: Account) -> None:
    try:
        if account.bearer is not None:
            _with_token(box.client, account, account.bearer.token())
        elif f"{account.user}{account.password}".isascii():
            box.login(account.user, account.password, initial_folder=None)
        else:
            box.login_utf8(account.user, account.password, initial_folder=None)
    except imaplib.IMAP4.abort:
        raise
    except (MailboxLoginError, imaplib.IMAP4.error) as error:
        if account.bearer is not None:
            account.bearer.forget()
        raise SignInRefused(said(error)) from error


def _with_token(client: imaplib.IMAP4, account: Account, token: str) -> None:
    offered = [one.removeprefix("AUTH=") for one in client.capabilities if one.startswith("AUTH=")]
    way = sasl.mechanism(offered)
    words = [sasl.first_words(way, user=account.user, token=token, host=account.host, port=account.port)]
    client.authenticate(way, lambda _challenge: (words.pop() if words else sasl.last_words(way)).encode())
