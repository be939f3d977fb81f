"""Taking a letter in. When :func:`accept` returns, its bytes are on disk and its row is committed: only then may the
sender's server be told that it arrived. Thinking comes later, in :mod:`deskhand.mail.reading`.

Here nobody reads what a letter says. The same bytes are known again at once; whether two letters are copies of one mail
is found when they are read.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils.translation import gettext as _

from deskhand.files import blobs
from deskhand.files.models import Blob
from deskhand.kernel import clock
from deskhand.kernel.errors import TooLarge
from deskhand.kernel.prepared import Prepared
from deskhand.mail.headline import headline
from deskhand.mail.models import InboundMail, Mailbox
from deskhand.mail.reading import read_letter


@dataclass(frozen=True)
class Accepted:
    """The letter is safe. ``is_duplicate``: the same bytes were here already, and nothing was added."""

    inbound_id: int
    is_duplicate: bool


def accept(mailbox: Mailbox, raw: bytes, source: str) -> Accepted:
    """Store a letter for a mailbox; the same bytes once.

    ``source`` names the way it came: ``imap``, ``pipe``, ``lmtp``. Raises TooLarge over the ``max_mail`` setting, and
    lets errors of the database and the disk through: then nothing is acknowledged and the sender tries again. Call it
    outside a transaction.
    """
    need_fitting(len(raw))
    digest = hashlib.sha256(raw).hexdigest()
    content = blobs.lay_down(raw, digest)
    entered = None if content is None else _entered(mailbox, raw, source, content)
    return entered or _accepted_again(mailbox, raw, source, digest)


def need_fitting(size: int) -> None:
    """Raise TooLarge, in words, for a letter of more bytes than are taken in."""
    limit = settings.DESKHAND.max_mail
    if size > limit:
        raise TooLarge(_("The mail is too large: at most %(size)s MB.") % {"size": limit // (1024 * 1024)})


def _accepted_again(mailbox: Mailbox, raw: bytes, source: str, digest: str) -> Accepted:
    """The same bytes were stored before, or in this very moment: for this mailbox, or for another."""
    known = _known(mailbox, digest)
    if known is None:
        try:
            entered = _entered(mailbox, raw, source, blobs.store(raw))
        except IntegrityError:
            entered = None
        if entered is not None:
            return entered
        known = _known(mailbox, digest)
    if known is None:
        raise OperationalError("the letter's bytes came and went while it was stored")
    return Accepted(known, is_duplicate=True)


_KEEP = """
    INSERT INTO files_blob (digest, size, stored_at) VALUES (%s, %s, %s) ON CONFLICT (digest) DO NOTHING
    RETURNING id"""

_ENTER = """
    INSERT INTO mail_inboundmail (mailbox_id, raw_id, message_id, from_email, from_name, subject, size, source,
                                  received_at, digest, state, outcome, error, verdicts, is_released)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, '', 'stored', '', '', '[]', FALSE)
    RETURNING id"""


def _entered(mailbox: Mailbox, raw: bytes, source: str, content: Blob) -> Accepted | None:
    """The rows, in one transaction: the content's, the letter's, and the job that will read it. None if somebody else
    has entered the content meanwhile.

    Written by hand: whoever brings a letter waits for this, and a model's way takes as long as the disk does."""
    top = headline(raw)
    at = connection.ops.adapt_datetimefield_value(clock.now())
    told = top.message_id, top.from_email, top.from_name, top.subject, len(raw), source[:20], at
    with transaction.atomic(), connection.cursor() as cursor:
        raw_id = content.pk or _first(cursor, _KEEP, content.digest, len(raw), at)
        if raw_id is None:
            return None
        pk = _first(cursor, _ENTER, mailbox.pk, raw_id, *told)
        read_letter.put(unique_key=f"read:{pk}", inbound_id=pk)
    return Accepted(pk, is_duplicate=False)


def _first(cursor: Any, sql: str, *values: Any) -> Any:
    cursor.execute(sql, values)
    return next(iter(cursor.fetchone() or ()), None)


_here = Prepared(
    lambda desk, mailbox, digest: (
        InboundMail.objects.within(desk)
        .filter(mailbox_id=mailbox, raw__digest=digest)
        .order_by("pk")
        .values_list("pk", flat=True)[:1]
    )
)


def _known(mailbox: Mailbox, digest: str) -> int | None:
    found: int | None = _here.first(desk=mailbox.desk_id, mailbox=mailbox.pk, digest=digest)
    return found
