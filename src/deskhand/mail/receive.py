"""Taking a letter in. When :func:`accept` returns, its bytes are on disk and its row is committed: only then may the
sender's server be told that it arrived. Thinking comes later, in :mod:`deskhand.mail.reading`.

Here nobody reads what a letter says. The same bytes are known again at once; whether two letters are copies of one mail
is found when they are read.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass

from django.conf import settings
from django.db import IntegrityError, transaction
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
    known = _known(mailbox, digest)
    if known is not None:
        return Accepted(known, is_duplicate=True)
    try:
        return _entered(mailbox, raw, source, _laid_down(raw, digest))
    except IntegrityError:  # The same bytes were stored in this very moment, for this mailbox or another.
        known = _known(mailbox, digest)
        if known is not None:
            return Accepted(known, is_duplicate=True)
        return _entered(mailbox, raw, source, blobs.store(raw))


def need_fitting(size: int) -> None:
    """Raise TooLarge, in words, for a letter of more bytes than are taken in."""
    limit = settings.DESKHAND.max_mail
    if size > limit:
        raise TooLarge(_("The mail is too large: at most %(size)s MB.") % {"size": limit // (1024 * 1024)})


def _laid_down(raw: bytes, digest: str) -> Blob:
    """The bytes on disk; their row is not there yet, unless they came to another mailbox before."""
    if _stored.rows(digest=digest):
        return blobs.store(raw)
    return blobs.lay_down(raw, digest)


def _entered(mailbox: Mailbox, raw: bytes, source: str, blob: Blob) -> Accepted:
    """The rows, in one transaction: the content's, the letter's, and the job that will read it."""
    row = InboundMail(
        mailbox=mailbox, size=len(raw), source=source[:20], received_at=clock.now(), **asdict(headline(raw))
    )
    with transaction.atomic():
        if blob._state.adding:
            blob.save(force_insert=True)
        row.raw = blob
        row.save(force_insert=True)
        read_letter.put(unique_key=f"read:{row.pk}", inbound_id=row.pk)
    return Accepted(row.pk, is_duplicate=False)


_stored = Prepared(lambda digest: Blob.objects.filter(digest=digest).values_list("pk")[:1])
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
