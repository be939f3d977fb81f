"""Reading a stored letter: parse, judge, and hand it to whoever takes letters in.

Whatever goes wrong with one letter ends in its own row as quarantine; the queue goes on. Only faults of the database
or the disk are tried again, because they are not the letter's.
"""

from __future__ import annotations

from collections.abc import Callable

import structlog
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from deskhand.files import blobs
from deskhand.jobs.queue import Finish, job
from deskhand.kernel import clock, slots
from deskhand.mail.judging import judged
from deskhand.mail.models import InboundMail, InboundState
from deskhand.mail.outcomes import Outcome, quarantined
from deskhand.mail.parse import parse

log = structlog.get_logger(__name__)

TakeIn = Callable[[], Outcome]


@job(outside=True, lease_seconds=120)
def read_letter(inbound_id: int) -> Finish | None:
    """Read one letter and make its consequences in the transaction that acknowledges the job."""
    letter: InboundMail | None = (
        InboundMail.objects.beyond_walls("letters of all desks are read here")
        .select_related("mailbox__desk", "mailbox__team", "raw")
        .filter(pk=inbound_id, state=InboundState.STORED)
        .first()
    )
    if letter is None:  # Read by an earlier try, or set aside meanwhile.
        return None
    take_in = _prepared(letter)
    return lambda: _finish(letter, take_in)


def _prepared(letter: InboundMail) -> TakeIn:
    """Everything that takes time; a failure becomes the outcome."""
    try:
        mail = parse(blobs.read(letter.raw))
        judgement = judged(mail)
        letter.verdicts = judgement.lines
        offered = (take(letter, mail, judgement) for take in slots.items("mail_intake", desk_id=letter.mailbox.desk_id))
        take_in: TakeIn = next(found for found in offered if found is not None)
    except DatabaseError:
        raise
    except Exception as error:
        log.exception("mail.unreadable", letter=letter.pk)
        outcome = _broken(error)
        return lambda: outcome
    return take_in


def _finish(letter: InboundMail, take_in: TakeIn) -> None:
    rows = InboundMail.objects.beyond_walls("the letter that is being read").select_for_update()
    if not rows.filter(pk=letter.pk, state=InboundState.STORED).exists():
        return
    try:
        with transaction.atomic():
            outcome = take_in()
    except DatabaseError:
        raise
    except Exception as error:
        log.exception("mail.not_taken_in", letter=letter.pk)
        outcome = _broken(error)
    _note_down(letter, outcome)


def _note_down(letter: InboundMail, outcome: Outcome) -> None:
    letter.state, letter.outcome, letter.error = outcome.state, outcome.code, outcome.error
    letter.ticket_number, letter.finished_at = outcome.ticket_number, clock.now()
    letter.save(update_fields=["state", "outcome", "error", "ticket_number", "finished_at", "verdicts"])


def _broken(error: Exception) -> Outcome:
    words = str(error).strip() or type(error).__name__
    return quarantined("broken", _("It could not be read: %(error)s") % {"error": words[:1000]})
