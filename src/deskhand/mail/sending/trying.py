"""The job that sends a letter, tries again for days, and writes down what the server said."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from deskhand.jobs.queue import Finish, hurry, job
from deskhand.jobs.running import TryLater
from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.events import emit
from deskhand.mail.events import LetterFailed
from deskhand.mail.models import LetterKind, OutboundMail, OutboundState
from deskhand.mail.outbox import sender_address
from deskhand.mail.sending.building import raw_letter
from deskhand.mail.sending.servers import server_for
from deskhand.mail.sending.smtp import NotSent, deliver

PATIENCE = timedelta(days=5)
"""How long a letter is tried before it is given up."""

FIRST_WAIT_SECONDS = 60
LONGEST_WAIT_SECONDS = 2 * 3600
"""Waits between tries double from the first to the longest."""

KEPT_HERE = gettext_noop("kept here: no mail server is set")
"""The server's words for a letter that no server has seen, because none is set."""


def order_sending(row: OutboundMail, *, priority: int = 0) -> None:
    """Put the job, in the caller's transaction. A try that was put off is made now."""
    key = f"send:{row.pk}"
    until = (clock.now() + PATIENCE).isoformat()
    if send_letter.put(unique_key=key, priority=priority, letter_id=row.pk, until=until) is None:
        hurry(key)


@job(outside=True, queue="network", lease_seconds=120)
def send_letter(letter_id: int, until: str) -> Finish | None:
    """Send one letter. A crash after the server took it leads to one more copy with the same Message-ID at most."""
    row: OutboundMail | None = (
        OutboundMail.objects.beyond_walls("letters of all desks are sent here")
        .select_related("mailbox")
        .filter(pk=letter_id, state=OutboundState.QUEUED)
        .first()
    )
    if row is None:
        return None
    try:
        words = _sent(row)
    except NotSent as refusal:
        return _refused(row, refusal, datetime.fromisoformat(until))
    return lambda: _note(row, OutboundState.SENT, words)


def wait_seconds(tries: int) -> int:
    """Seconds until the next try after ``tries`` of them."""
    return int(min(FIRST_WAIT_SECONDS * 2 ** max(0, tries - 1), LONGEST_WAIT_SECONDS))


def _sent(row: OutboundMail) -> str:
    try:
        server = server_for(row.mailbox)
    except ValueError as error:  # The stored password cannot be opened: somebody has to enter it again.
        raise NotSent(str(error)) from error
    if server is None:
        return KEPT_HERE
    return deliver(server, sender=sender_address(row.mailbox), recipient=row.to_email, raw=raw_letter(row))


def _refused(row: OutboundMail, refusal: NotSent, until: datetime) -> Finish:
    words = str(refusal)
    if refusal.is_permanent:
        return lambda: fail(row, words)
    if clock.now() >= until:
        given_up = _("Given up after %(days)s days. The last answer was: %(words)s")
        return lambda: fail(row, given_up % {"days": PATIENCE.days, "words": words})
    row.tries += 1
    _note(row, OutboundState.QUEUED, words)
    raise TryLater(wait_seconds(row.tries), words)


def fail(row: OutboundMail, words: str, *, has_bounced: bool = False) -> None:
    """Write down that the letter did not arrive, and record the fact. In the caller's transaction."""
    _note(row, OutboundState.FAILED, words)
    fact = LetterFailed(
        letter=row.pk, ticket_number=row.ticket_number, message=row.message_ref, has_bounced=has_bounced
    )
    emit(fact, actor=SYSTEM, desk_id=row.desk_id)


def _note(row: OutboundMail, state: OutboundState, words: str) -> None:
    row.state, row.server_says, row.changed_at = state, words, clock.now()
    if state == OutboundState.SENT:
        row.sent_at = row.changed_at
    if row.kind == LetterKind.SIGN_IN and state != OutboundState.QUEUED:  # Its link would lie readable in every backup.
        row.text = row.html = ""
    row.save(update_fields=["state", "server_says", "changed_at", "sent_at", "tries", "text", "html"])
