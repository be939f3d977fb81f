"""Jobs that send what waits in a lane: as many at once as its mailbox may have connections.

A letter is put with a look-out, a job of its own in the same transaction. The look-out runs after the commit, finds
what waits, and orders the lane's turns; each turn has a place (0, 1 ...) and is in the queue once. A turn sends letter
after letter through one connection, the most urgent first, for a while; then it lets others have theirs.
"""

from __future__ import annotations

import secrets
import time
from datetime import datetime

from django.db.models import Min

from deskhand.jobs.models import Job, JobState
from deskhand.jobs.queue import Finish, JobKind, hurry, job
from deskhand.kernel import clock
from deskhand.mail.models import Lane, OutboundMail
from deskhand.mail.sending import lanes, trying

TURN_SECONDS = 20.0
"""How long one turn sends before others may have theirs."""

TURN_LETTERS = 100
"""How many letters one turn sends at most."""

CROWD = 10
"""A further connection is opened for every so many letters that wait."""

URGENT = 100
"""The priority of look-outs: they are short, and what they find has a priority of its own."""


@job(queue="letters")
def look_out(number: int) -> None:
    """Order turns for the lane's letters."""
    order_turns(number)


@job(outside=True, queue="letters")
def take_turn(number: int, place: int) -> Finish:
    """Send what is due in the lane."""
    return _turn(number, place, is_apart=False)


@job(outside=True, queue="slow_letters")
def take_turn_apart(number: int, place: int) -> Finish:
    """The same for a lane whose server is slow or cannot be used: these delay each other, and nobody else."""
    return _turn(number, place, is_apart=True)


def order_turns(number: int) -> None:
    """Put the turns that the lane needs now, or one for when the next letter is due. In a transaction."""
    row, now = lanes.lane(number), clock.now()
    top = lanes.due(number, now).values_list("priority", flat=True).first()
    if row.is_resting(now) or top is None:
        _order_later(row, now)
        return
    crowd = lanes.due(number, now).order_by()[: CROWD * row.connections].count()
    for place in range(1 if row.is_apart else min(row.connections, 1 + crowd // CROWD)):
        _put(row, place, priority=top)


def look_everywhere() -> None:
    """Order turns wherever letters wait: whatever became of a job, no letter is forgotten."""
    _let_go()
    rows = OutboundMail.objects.beyond_walls(lanes.WHY).filter(state="queued")
    for mailbox_id in rows.order_by().values_list("mailbox_id", flat=True).distinct():
        look_out.put(unique_key=f"look_out:{lanes.number_of(mailbox_id)}", number=lanes.number_of(mailbox_id))


def _order_later(row: Lane, now: datetime) -> None:
    first = lanes.waiting(row.pk).filter(claimed_by="").aggregate(at=Min("due_at"))["at"]
    if first is None and not lanes.due(row.pk, now).exists():
        return
    at = max(one for one in (first, row.rests_until, now) if one is not None)
    _put(row, 0, delay_seconds=(at - now).total_seconds())


def _put(row: Lane, place: int, *, priority: int = 0, delay_seconds: float = 0) -> None:
    """Put a turn, or bring one that waits forward; one that is under way looks again when it ends."""
    kind: JobKind = take_turn_apart if row.is_apart else take_turn
    key = _key(row.pk, place)
    for _twice in range(2):  # One that is there at first may have ended meanwhile.
        found = kind.put(unique_key=key, priority=priority, delay_seconds=delay_seconds, number=row.pk, place=place)
        if found is not None or delay_seconds or hurry(key, priority=priority, also_running=True):
            return


def _key(number: int, place: int) -> str:
    return f"letters:{number}:{place}"


def _turn(number: int, place: int, *, is_apart: bool) -> Finish:
    me = f"{_key(number, place)}:{secrets.token_hex(6)}"
    _take_back(_key(number, place))
    row, wait_until = lanes.lane(number), None
    if place < row.connections and row.is_apart == is_apart and not row.is_resting(clock.now()):
        wait_until = _send_for_a_while(row, me)
    return lambda: _end(number, wait_until)


def _end(number: int, wait_until: datetime | None) -> None:
    """In the transaction that ends the turn: what came meanwhile gets the next one."""
    now = clock.now()
    if wait_until is not None and wait_until > now:
        _put(lanes.lane(number), 0, delay_seconds=(wait_until - now).total_seconds())
    else:
        order_turns(number)


def _send_for_a_while(row: Lane, me: str) -> datetime | None:
    """Send until nothing is due, time is up or the server fails. Returns when to go on if the rate is used up."""
    over = time.monotonic() + TURN_SECONDS
    was_apart = row.is_apart
    with trying.Try(row, me) as sending:
        for _number in range(TURN_LETTERS):
            letter = _claimed(row.pk, me)
            if letter is None:
                return None
            wait_until = sending.may_go(letter)
            if wait_until is not None:
                lanes.waiting(row.pk).filter(pk=letter.pk, claimed_by=me).update(claimed_by="")
                return wait_until
            sending.send(letter)
            if row.is_resting(clock.now()) or row.is_apart != was_apart or time.monotonic() > over:
                return None
    return None


def _claimed(number: int, me: str) -> OutboundMail | None:
    """The most urgent letter that is due, now ours; None if there is none."""
    while True:
        pk = lanes.due(number, clock.now()).values_list("pk", flat=True).first()
        if pk is None:
            return None
        if lanes.waiting(number).filter(pk=pk, claimed_by="").update(claimed_by=me):
            letter: OutboundMail = lanes.waiting(number).select_related("mailbox").get(pk=pk)
            return letter


def _take_back(key: str) -> None:
    """Whoever had this place before is dead: what they were sending is tried again, with a wait if it recurs."""
    left = OutboundMail.objects.beyond_walls(lanes.WHY).filter(state="queued", claimed_by__startswith=f"{key}:")
    for letter in left.only("pk", "tries", "claimed_by"):
        trying.take_back(letter)


def _let_go() -> None:
    """Take back letters whose turn is not in the queue any more."""
    claims = OutboundMail.objects.beyond_walls(lanes.WHY).filter(state="queued").exclude(claimed_by="")
    keys = {one.rpartition(":")[0] for one in claims.order_by().values_list("claimed_by", flat=True)}
    alive = Job.objects.filter(unique_key__in=keys, state__in=[JobState.READY, JobState.RUNNING])
    for key in keys - set(alive.values_list("unique_key", flat=True)):
        _take_back(key)
