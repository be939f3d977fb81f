"""One try to send a letter, and what it leaves on the letter's row: sent, put off, given up; in the server's words."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from types import TracebackType

import structlog
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from deskhand.kernel import clock
from deskhand.kernel.actor import SYSTEM
from deskhand.kernel.events import emit
from deskhand.mail.events import LetterFailed
from deskhand.mail.models import Lane, LetterKind, OutboundMail, OutboundState
from deskhand.mail.outbox import BULK, PATIENCE, sender_address
from deskhand.mail.sending import lanes
from deskhand.mail.sending.addresses import Envelope, for_the_wire
from deskhand.mail.sending.building import raw_letter
from deskhand.mail.sending.hints import hinted_seconds
from deskhand.mail.sending.servers import Server, server_for
from deskhand.mail.sending.session import Session
from deskhand.mail.sending.signing import Signer, signer_for
from deskhand.mail.sending.smtp import NotSent

log = structlog.get_logger(__name__)

FIRST_WAIT_SECONDS = 60
LONGEST_WAIT_SECONDS = 2 * 3600
"""Waits between tries double from the first to the longest."""

UNSURE_WAIT_SECONDS = 15 * 60
"""Wait after a try that may have succeeded: a server that was only busy has made up its mind by then."""

UNSURE_LIMIT = 2
"""After so many tries that may have succeeded nobody sends it again but a person: one copy more, never a row."""

GIVEN_UP_AT_ONCE = 500
"""Letters of one lane that are given up after one try."""

KEPT_HERE = gettext_noop("kept here: no mail server is set")
"""The server's words for a letter that no server has seen, because none is set."""


def order_sending(row: OutboundMail) -> None:
    """Have a letter that waits tried now, and for all the days from now on. In the caller's transaction."""
    from deskhand.mail.sending.turns import URGENT, look_out

    row.due_at, row.give_up_at = clock.now(), clock.now() + PATIENCE
    row.save(update_fields=["due_at", "give_up_at"])
    lanes.wake(lanes.number_of(row.mailbox_id))
    look_out.put(priority=URGENT, number=lanes.number_of(row.mailbox_id))


def wait_seconds(tries: int) -> int:
    """Seconds until the next try after ``tries`` of them."""
    return int(min(FIRST_WAIT_SECONDS * 2 ** min(max(0, tries - 1), 20), LONGEST_WAIT_SECONDS))


class Try:
    """Sends letters of a lane in one turn. ``me`` is what they are claimed by. A context manager, so that the
    connection is closed."""

    def __init__(self, lane: Lane, me: str) -> None:
        self.lane, self.me = lane, me
        self._session: Session | None = None
        self._signer: Signer | None = None
        self._is_kept_here = False

    def __enter__(self) -> Try:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            self._session.close()

    def may_go(self, row: OutboundMail) -> datetime | None:
        """None if the minute's rate has room for it, else when to ask again. What no server sees needs no room."""
        try:
            if self._server_of(row) is None:
                return None
        except NotSent:  # Said when it is tried.
            return None
        return lanes.take_turn(self.lane, is_bulk=row.priority <= BULK)

    def send(self, row: OutboundMail) -> None:
        """Try it once, and write down what came of it."""
        began = time.monotonic()
        try:
            words = self._sent(row)
        except NotSent as refusal:
            self._refused(row, refusal)
            return
        except DatabaseError:
            raise
        except Exception as error:
            log.exception("letter.broken", letter=row.pk)
            self._refused(row, NotSent(_("The letter cannot be put together: %(words)s") % {"words": error}))
            return
        if words != KEPT_HERE:
            lanes.well(self.lane, is_slow=time.monotonic() - began > lanes.SLOW_SECONDS)
        settle(row, OutboundState.SENT, words)

    def _sent(self, row: OutboundMail) -> str:
        server = self._server_of(row)
        if server is None:
            return KEPT_HERE
        sender = for_the_wire(sender_address(row.mailbox))
        if self._session is None:
            self._signer = signer_for(sender, row.mailbox.desk_id if row.mailbox else None)
            self._session = Session(server)
        raw = raw_letter(row)
        signed = self._signer.signed(raw) if self._signer is not None else raw
        return self._session.send(Envelope(sender, for_the_wire(row.to_email)), signed)

    def _server_of(self, row: OutboundMail) -> Server | None:
        """The lane's server, asked for once in a turn."""
        if self._session is not None:
            return self._session.server
        if self._is_kept_here:
            return None
        try:
            server = server_for(row.mailbox)
        except ValueError as error:  # The stored password cannot be opened: somebody has to enter it again.
            raise NotSent(str(error), is_servers=True) from error
        self._is_kept_here = server is None
        return server

    def _refused(self, row: OutboundMail, refusal: NotSent) -> None:
        now, words = clock.now(), str(refusal)
        row.tries += 1
        row.unsure += refusal.is_unsure
        if refusal.is_servers:
            wait = 2 * lanes.rest(self.lane, now)
            _tell_the_others(self.lane.pk, row, words)
        else:
            wait = _wait(row, refusal)
        if refusal.is_permanent:
            row.tries -= 1
            settle(row, OutboundState.FAILED, words)
        elif row.unsure >= UNSURE_LIMIT:
            said = _("It may have arrived: the server took it twice without an answer. Send it again if it did not.")
            settle(row, OutboundState.FAILED, said)
        elif row.give_up_at is not None and now >= row.give_up_at:
            settle(row, OutboundState.FAILED, _given_up(words))
        else:
            row.due_at = now + wait
            settle(row, OutboundState.QUEUED, words)
        if refusal.is_servers:
            _give_up_old_ones(self.lane.pk, now)


def take_back(row: OutboundMail) -> None:
    """Nobody is sending it any more, and nobody knows how far that went. It is tried again at once, but a letter on
    which worker after worker dies waits longer each time."""
    row.tries += 1
    wait = timedelta(seconds=wait_seconds(row.tries - 1) if row.tries > 1 else 0)
    rows = OutboundMail.objects.beyond_walls(lanes.WHY).filter(pk=row.pk, claimed_by=row.claimed_by)
    rows.update(claimed_by="", tries=row.tries, due_at=clock.now() + wait)


@transaction.atomic
def settle(row: OutboundMail, state: OutboundState, words: str) -> bool:
    """Write down what came of a try, if it is still ours to say. A failure is a fact, too."""
    mine = OutboundMail.objects.beyond_walls(lanes.WHY).filter(
        pk=row.pk, state=OutboundState.QUEUED, claimed_by=row.claimed_by
    )
    if not mine.update(claimed_by=""):
        log.warning("letter.lost_claim", letter=row.pk)
        return False
    row.claimed_by = ""
    if state == OutboundState.FAILED:
        fail(row, words)
    else:
        _note(row, state, words)
    return True


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
    names = ["state", "server_says", "changed_at", "sent_at", "tries", "unsure", "due_at", "text", "html"]
    row.save(update_fields=names)


def _wait(row: OutboundMail, refusal: NotSent) -> timedelta:
    if refusal.is_unsure:
        return timedelta(seconds=UNSURE_WAIT_SECONDS)
    return timedelta(seconds=hinted_seconds(str(refusal)) or wait_seconds(row.tries))


def _tell_the_others(number: int, row: OutboundMail, words: str) -> None:
    """What keeps one letter from being sent keeps all of the lane: each says so where it is looked at."""
    others = lanes.waiting(number).filter(claimed_by="").exclude(pk=row.pk).exclude(server_says=words)
    others.update(server_says=words, changed_at=clock.now())


def _give_up_old_ones(number: int, now: datetime) -> None:
    """Their days are over while the server could not be used at all."""
    old = lanes.waiting(number).filter(claimed_by="", give_up_at__lte=now)
    for row in old.order_by("pk")[:GIVEN_UP_AT_ONCE]:
        settle(row, OutboundState.FAILED, _given_up(row.server_says))


def _given_up(words: str) -> str:
    said = _("Given up after %(days)s days. The last answer was: %(words)s")
    return said % {"days": PATIENCE.days, "words": words}
