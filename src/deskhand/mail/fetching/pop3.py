"""Reading letters by POP3.

A letter is taken off the server when the visit ends well (DELE, then QUIT), or left there and remembered by its unique
id. A visit that dies in between leads to letters met again, which are known.
"""

from __future__ import annotations

import poplib
import ssl
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from deskhand.mail.fetching import sasl
from deskhand.mail.fetching.account import Account
from deskhand.mail.fetching.faults import LINK, Misses, SignInRefused, said
from deskhand.mail.fetching.visit import Visit
from deskhand.mail.models import FetchedLetter, Mailbox, Security
from deskhand.mail.models.remembered import UIDL_LIMIT

TIMEOUT_SECONDS = 30
"""Longest wait for any answer of a server."""

LINE_LIMIT = 1024 * 1024
"""Bytes of one line; letters have lines far longer than the standard allows."""

AT_ONCE = 500
"""Ids forgotten by one statement."""


def fetch(mailbox: Mailbox, account: Account) -> Visit:
    """Accept what is new, a bounded number of letters; each leaves the server, or is remembered, only after it is
    committed here. Raises a fault that came before the first letter; one in the middle stands in the visit."""
    visit = Visit.to(mailbox, "pop3")
    with opened(account) as box:
        names = waiting(box, mailbox, account)
        _forget_what_is_gone(box, mailbox)
        sizes = _sizes(box)
        for uidl in visit.with_known_last(list(names)):
            if visit.is_full():
                break
            if sizes.get(names[uidl], 0) > settings.DESKHAND.max_mail:
                visit.too_large += 1
                continue
            if not _take(box, names[uidl], uidl, account, visit):
                break
    return visit


def waiting(box: poplib.POP3, mailbox: Mailbox | None, account: Account) -> dict[str, int]:
    """Numbers of the letters that are new, by their unique ids, oldest first. Raises Misses if letters are to stay on
    a server that has no unique ids."""
    listed = _uidls(box)
    if listed is None and account.leaves_letters:
        raise Misses(_("%(host)s has no unique ids (UIDL): letters cannot stay there.") % {"host": account.host})
    if listed is None:
        return {str(number): number for number in _sizes(box)}
    if not account.leaves_letters or mailbox is None:
        return listed
    known = set(_remembered(mailbox).values_list("uidl", flat=True))
    return {uidl: number for uidl, number in listed.items() if uidl not in known}


def _remembered(mailbox: Mailbox) -> Any:
    return FetchedLetter.objects.within(mailbox.desk_id).filter(mailbox=mailbox)


def _forget_what_is_gone(box: poplib.POP3, mailbox: Mailbox) -> None:
    """Only what the server still names is remembered: the list never outgrows the mailbox."""
    rows = _remembered(mailbox)
    gone = sorted(set(rows.values_list("uidl", flat=True)) - set(_uidls(box) or {}))
    for start in range(0, len(gone), AT_ONCE):
        rows.filter(uidl__in=gone[start : start + AT_ONCE]).delete()


def _take(box: poplib.POP3, number: int, uidl: str, account: Account, visit: Visit) -> bool:
    """Whether the visit can go on."""
    try:
        raw = _raw(box, number)
        if raw is None:
            visit.refuse(uidl)
        elif visit.store(raw):
            _put_away(box, number, uidl, account, visit.mailbox)
            visit.put_away += 1
    except LINK as error:  # It may be this very letter that the server dies of: it comes last the next time.
        visit.refuse(uidl)
        visit.fault = error
        return False
    return True


def _raw(box: poplib.POP3, number: int) -> bytes | None:
    try:
        _words, lines, _octets = box.retr(number)
    except poplib.error_proto:
        return None
    return b"\r\n".join(lines) + b"\r\n"


def _put_away(box: poplib.POP3, number: int, uidl: str, account: Account, mailbox: Mailbox) -> None:
    if account.leaves_letters:
        FetchedLetter.objects.bulk_create([FetchedLetter(mailbox=mailbox, uidl=uidl)], ignore_conflicts=True)
    else:
        box.dele(number)


def _uidls(box: poplib.POP3) -> dict[str, int] | None:
    try:
        _words, lines, _octets = box.uidl()
    except poplib.error_proto:
        return None
    pairs = [line.decode("ascii", "replace").split(maxsplit=1) for line in lines]
    return {pair[1][:UIDL_LIMIT]: int(pair[0]) for pair in pairs if len(pair) == 2 and pair[0].isdigit()}


def _sizes(box: poplib.POP3) -> dict[int, int]:
    _words, lines, _octets = box.list()
    pairs = [line.split() for line in lines]
    return {int(pair[0]): int(pair[1]) for pair in pairs if len(pair) >= 2 and pair[0].isdigit() and pair[1].isdigit()}


class _LongLines:
    """Reads the long lines of real letters, which the standard library refuses."""

    def _getline(self: Any) -> tuple[bytes, int]:
        line = self.file.readline(LINE_LIMIT + 1)
        if len(line) > LINE_LIMIT:
            raise poplib.error_proto("line too long")
        if not line:
            raise EOFError("the server hung up")
        return line.removesuffix(b"\n").removesuffix(b"\r"), len(line)


class _Pop3(_LongLines, poplib.POP3):
    pass


class _Pop3Tls(_LongLines, poplib.POP3_SSL):
    pass


@contextmanager
def opened(account: Account) -> Iterator[poplib.POP3]:
    """A connection, encrypted and signed in. What was marked for deletion is deleted when it ends. Raises one of
    :data:`deskhand.mail.fetching.faults.ERRORS`."""
    box = _connected(account)
    try:
        _sign_in(box, account)
        yield box
    finally:
        _hang_up(box)


def _hang_up(box: poplib.POP3) -> None:
    try:
        box.quit()
    except (*LINK, poplib.error_proto):
        with suppress(OSError):
            box.close()


def _connected(account: Account) -> poplib.POP3:
    if account.security == Security.NONE:
        return _Pop3(account.host, account.port, timeout=TIMEOUT_SECONDS)
    context = ssl.create_default_context()
    if account.security == Security.TLS:
        return _Pop3Tls(account.host, account.port, timeout=TIMEOUT_SECONDS, context=context)
    box = _Pop3(account.host, account.port, timeout=TIMEOUT_SECONDS)
    try:
        box.stls(context)
    except BaseException:
        with suppress(OSError):
            box.close()
        raise
    return box


def _sign_in(box: poplib.POP3, account: Account) -> None:
    try:
        if account.bearer is not None:
            _with_token(box, account, account.bearer.token())
            return
        box.user(account.user)
        box.pass_(account.password)
    except poplib.error_proto as error:
        if account.bearer is not None:
            account.bearer.forget()
        raise SignInRefused(said(error)) from error


def _with_token(box: Any, account: Account, token: str) -> None:
    offered = box.capa().get("SASL", [])
    way = sasl.mechanism(offered)
    words = sasl.first_words(way, user=account.user, token=token, host=account.host, port=account.port)
    answer = box._shortcmd(f"AUTH {way}")
    for told in (words, sasl.last_words(way)):
        if not answer.startswith(b"+ ") and answer != b"+":
            return
        answer = box._shortcmd(b64encode(told.encode()).decode())
