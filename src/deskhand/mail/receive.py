"""Taking a letter in. When :func:`accept` returns, its bytes are on disk and its row is committed: only then may the
sender's server be told that it arrived. Thinking comes later, in :mod:`deskhand.mail.reading`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import structlog
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from deskhand.files import blobs
from deskhand.kernel import clock
from deskhand.kernel.errors import TooLarge
from deskhand.mail.digest import content_digest
from deskhand.mail.models import InboundMail, Mailbox
from deskhand.mail.parse import parse
from deskhand.mail.reading import read_letter

log = structlog.get_logger(__name__)

MESSAGE_ID_LIMIT = 500
"""Characters of a Message-ID that are kept; the digest tells letters apart whose ids are equal up to here."""


@dataclass(frozen=True)
class Accepted:
    """The letter is safe. ``is_duplicate``: it was here already, and nothing was added."""

    inbound_id: int
    is_duplicate: bool


@dataclass(frozen=True)
class Glance:
    """What identifies a letter, and what a list shows of it before it is read."""

    message_id: str
    digest: str
    from_email: str = ""
    from_name: str = ""
    subject: str = ""


def accept(mailbox: Mailbox, raw: bytes, source: str) -> Accepted:
    """Store a letter for a mailbox, once: the same Message-ID with the same content is a duplicate.

    ``source`` names the way it came: ``imap``, ``pipe``. Raises TooLarge over the ``max_mail`` setting, and lets errors
    of the database and the disk through: then nothing is acknowledged and the sender tries again. Call it outside
    a transaction.
    """
    limit = settings.DESKHAND.max_mail
    if len(raw) > limit:
        raise TooLarge(_("The mail is too large: at most %(size)s MB.") % {"size": limit // (1024 * 1024)})
    seen = glance(raw)
    known = _known(mailbox, seen)
    if known is not None:
        return Accepted(known, is_duplicate=True)
    blob = blobs.store(raw)
    try:
        with transaction.atomic():
            row: InboundMail = InboundMail.objects.create(
                mailbox=mailbox,
                raw=blob,
                message_id=seen.message_id,
                digest=seen.digest,
                size=len(raw),
                source=source[:20],
                received_at=clock.now(),
                from_email=seen.from_email,
                from_name=seen.from_name,
                subject=seen.subject,
            )
            read_letter.put(unique_key=f"read:{row.pk}", inbound_id=row.pk)
    except IntegrityError:  # Another fetcher stored the same letter in this very moment.
        known = _known(mailbox, seen)
        if known is None:
            raise
        return Accepted(known, is_duplicate=True)
    return Accepted(row.pk, is_duplicate=False)


def glance(raw: bytes) -> Glance:
    """Identify a letter. Never raises: one that cannot be parsed is known by the digest of its bytes."""
    try:
        mail = parse(raw)
        return Glance(
            message_id=mail.message_id[:MESSAGE_ID_LIMIT],
            digest=content_digest(mail),
            from_email=mail.from_.email[:320],
            from_name=mail.from_.name[:200],
            subject=mail.subject[:300],
        )
    except Exception:
        log.exception("mail.glance", size=len(raw))
        return Glance(message_id="", digest=hashlib.sha256(raw).hexdigest())


def _known(mailbox: Mailbox, seen: Glance) -> int | None:
    rows = InboundMail.objects.within(mailbox.desk_id).filter(
        mailbox=mailbox, message_id=seen.message_id, digest=seen.digest
    )
    found: int | None = rows.values_list("pk", flat=True).first()
    return found
