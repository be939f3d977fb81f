"""Reading a stored letter: parse, judge, and hand it to whoever takes letters in.

Whatever goes wrong with one letter ends in its own row as quarantine; the queue goes on. Only faults of the database
or the disk are tried again, because they are not the letter's.

A mail that came before is found here, once it is known what the letter says: its Message-ID and contents make an
identity, which one letter of a desk has. Identity, consequences and the job's end are one transaction: of two workers
with two copies one commits, and the other looks again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import structlog
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from deskhand.files import blobs
from deskhand.files.models import Blob
from deskhand.jobs.queue import Finish, job
from deskhand.jobs.running import TryLater
from deskhand.kernel import bulk, clock, sharing, slots
from deskhand.kernel.prepared import Prepared
from deskhand.mail.digest import content_digest, identity
from deskhand.mail.headline import MESSAGE_ID_LIMIT
from deskhand.mail.isolated import TooMuch, headline, parsed
from deskhand.mail.judging import in_words, judged
from deskhand.mail.models import InboundMail, InboundState, Mailbox
from deskhand.mail.outcomes import Outcome, ignored, quarantined
from deskhand.mail.parsing.model import ParsedMail
from deskhand.mail.surroundings import WITH, surroundings
from deskhand.mail.unsealing import opened

log = structlog.get_logger(__name__)

READ_FIELDS = (
    "message_id", "digest", "identity", "first", "from_email", "from_name", "subject",
    "state", "outcome", "error", "ticket_number", "finished_at", "verdicts",
)  # fmt: skip
"""What reading a letter finds out about it."""

BATCH = 25
"""Letters that are taken together when many wait. Few enough that nobody who writes waits long for the database."""

TakeIn = Callable[[], Outcome]


@job(outside=True, lease_seconds=120, together=BATCH)
def read_letter(inbound_id: int) -> Finish | None:
    """Read one letter and make its consequences in the transaction that acknowledges the job."""
    letter: InboundMail | None = _unread.first(pk=inbound_id)
    if letter is None:  # Read by an earlier try, or set aside meanwhile.
        return None
    letter.mailbox = sharing.once(("mailbox", letter.mailbox_id), lambda: _mailbox(letter.mailbox_id))
    letter.raw = _raw.first(pk=letter.raw_id)
    with translation.override(letter.mailbox.desk.language):
        take_in = _prepared(letter)
    return lambda: _finish(letter, take_in)


_unread = Prepared(
    lambda pk: InboundMail.objects.beyond_walls("letters of all desks are read here").filter(
        pk=pk, state=InboundState.STORED
    )
)
_raw = Prepared(lambda pk: Blob.objects.filter(pk=pk))


def _mailbox(pk: int) -> Mailbox:
    found: Mailbox = (
        Mailbox.objects.beyond_walls("letters of all desks are read here").select_related("team", *WITH).get(pk=pk)
    )
    return found


def _prepared(letter: InboundMail) -> TakeIn:
    """Everything that takes time; a failure becomes the outcome."""
    try:
        mail = parsed(blobs.read(letter.raw))
        _note_identity(letter, mail)
        return _judged(letter, opened(mail, lambda: blobs.read(letter.raw), letter.mailbox.desk_id))
    except (DatabaseError, OSError):
        raise
    except TooMuch as error:
        outcome = _too_much(letter, error)
        return lambda: outcome
    except Exception as error:
        log.exception("mail.unreadable", letter=letter.pk)
        outcome = _broken(letter, error)
        return lambda: outcome


def _note_identity(letter: InboundMail, mail: ParsedMail) -> None:
    letter.message_id, letter.digest = mail.message_id[:MESSAGE_ID_LIMIT], content_digest(mail)
    letter.identity = identity(letter.mailbox.desk_id, letter.message_id, letter.digest)
    letter.from_email, letter.from_name = mail.from_.email[:320], mail.from_.name[:200]
    letter.subject = mail.subject[:300]


def _judged(letter: InboundMail, mail: ParsedMail) -> TakeIn:
    judgement = judged(mail, surroundings(mail, letter.mailbox, letter=letter))
    letter.verdicts = judgement.lines
    if judgement.held_because is not None:
        held = quarantined(judgement.held, in_words(judgement.held_because))
        return lambda: held
    offered = (take(letter, mail, judgement) for take in slots.items("mail_intake", desk_id=letter.mailbox.desk_id))
    take_in: TakeIn = next(found for found in offered if found is not None)
    return take_in


def _finish(letter: InboundMail, take_in: TakeIn) -> None:
    if not _is_waiting(letter):
        return
    first = _first_of(letter)
    if first is not None:
        letter.first, letter.identity = first, None
        _note_down(letter, _copied(first, letter))
        return
    outcome = _tried(letter, take_in)
    try:
        _note_down(letter, outcome)
    except IntegrityError as error:  # Another worker took in a copy of it at the same moment.
        raise TryLater(1, "another copy of the letter is being taken in") from error


_waiting = Prepared(
    lambda pk: (
        InboundMail.objects.beyond_walls("the letter that is being read")
        .filter(pk=pk, state=InboundState.STORED)
        .select_for_update()
        .values_list("pk")
    )
)


def _is_waiting(letter: InboundMail) -> bool:
    """Lock the letter; False if it was read or set aside meanwhile."""
    return bool(_waiting.rows(pk=letter.pk))


def _first_of(letter: InboundMail) -> InboundMail | None:
    """The letter of the desk that has this identity, if that is another one."""
    if not letter.identity or not _others.rows(identity=letter.identity, pk=letter.pk):
        return None
    found: InboundMail | None = _known(letter.identity).exclude(pk=letter.pk).first()
    return found


def _known(identity: str) -> Any:
    return InboundMail.objects.beyond_walls("an identity names its desk").filter(identity=identity)


_others = Prepared(lambda identity, pk: _known(identity).exclude(pk=pk).values_list("pk")[:1])


def _copied(first: InboundMail, letter: InboundMail) -> Outcome:
    """What becomes of a copy: nothing in its own mailbox; from another mailbox the ticket says where it came, too."""
    if first.mailbox_id == letter.mailbox_id:
        return ignored("duplicate", ticket_number=first.ticket_number)
    for note in slots.items("mail_copy", desk_id=letter.mailbox.desk_id):
        note(first, letter)
    return ignored("other_mailbox", ticket_number=first.ticket_number)


def _note_down(letter: InboundMail, outcome: Outcome) -> None:
    letter.state, letter.outcome, letter.error = outcome.state, outcome.code, outcome.error
    letter.ticket_number, letter.finished_at = outcome.ticket_number, clock.now()
    bulk.update_one(letter, READ_FIELDS)


def _too_much(letter: InboundMail, error: TooMuch) -> Outcome:
    """Quarantine; the list still says who seems to have written, and about what."""
    top = headline(blobs.read(letter.raw))
    letter.from_email, letter.from_name, letter.subject = top.from_email, top.from_name, top.subject
    return quarantined("too_much", str(error))


def _broken(letter: InboundMail, error: Exception) -> Outcome:
    words = str(error).strip() or type(error).__name__
    with translation.override(letter.mailbox.desk.language):
        return quarantined("broken", _("It could not be read: %(error)s") % {"error": words[:1000]})


def rehearsed(letter: InboundMail, raw: bytes, mail: ParsedMail) -> TakeIn:
    """What would become of a letter that is stored nowhere, by the same steps as of one that arrived. What is returned
    writes what the real letter would: call it in a transaction that is rolled back. Files are left out, for they would
    be stored."""
    try:
        _note_identity(letter, mail)
        first = _first_of(letter)
        if first is not None:
            return lambda: _copied(first, letter)
        inside = opened(mail, lambda: raw, letter.mailbox.desk_id)
        take_in = _judged(letter, replace(inside, attachments=()))
    except (DatabaseError, OSError):
        raise
    except Exception as error:
        log.exception("mail.not_rehearsed")
        outcome = quarantined("too_much", str(error)) if isinstance(error, TooMuch) else _broken(letter, error)
        return lambda: outcome
    return lambda: _tried(letter, take_in)


def _tried(letter: InboundMail, take_in: TakeIn) -> Outcome:
    try:
        with transaction.atomic():
            return take_in()
    except DatabaseError:
        raise
    except Exception as error:
        log.exception("mail.not_taken_in", letter=letter.pk)
        return _broken(letter, error)
