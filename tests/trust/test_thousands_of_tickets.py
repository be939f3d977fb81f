"""Five thousand tickets are changed in the background while others go on with their work."""

from __future__ import annotations

import time

import pytest

from deskhand.kernel import clock
from deskhand.tickets import actions
from deskhand.tickets.actions import bulk_runs
from deskhand.tickets.models import BulkStage, Fate, Ticket
from tests.cast import Cast

MANY = 5_000
LONGEST_PIECE_SECONDS = 5.0
"""A piece takes a fraction of a second of work; how much else the machine does is not counted."""


@pytest.mark.long
def test_five_thousand_tickets_are_changed_and_put_back_piece_by_piece(cast: Cast):
    first = cast.ticket()
    at = clock.now()
    Ticket.objects.bulk_create(
        Ticket(
            number=1_000_000 + number, desk=cast.it, subject=f"Case {number}", status=first.status, category="new",
            requester=cast.mara, channel="portal", created_at=at, updated_at=at, last_message_at=at, public_at=at,
        )
        for number in range(MANY - 1)
    )  # fmt: skip
    cast.work()
    numbers = list(Ticket.objects.within(cast.it).values_list("number", flat=True))
    jana = cast.actor("jana")
    run = actions.begin_run(actor=jana, desk=cast.it, numbers=numbers, verb="priority", value=4)
    longest, pieces = 0.0, 0
    while run.stage == BulkStage.WORKING:
        began = time.process_time()
        bulk_runs.next_piece.run(run_id=run.pk)
        longest, pieces = max(longest, time.process_time() - began), pieces + 1
        if pieces == 10:
            actions.change_priority(actor=cast.actor("ben"), ticket=first, to=1)
        run.refresh_from_db()
    assert pieces == MANY // bulk_runs.PIECE and longest < LONGEST_PIECE_SECONDS
    assert run.rows.filter(fate=Fate.CHANGED).count() == MANY
    actions.undo_run(actor=jana, run=run)
    run.refresh_from_db()
    while run.stage == BulkStage.UNDOING:
        bulk_runs.next_piece.run(run_id=run.pk)
        run.refresh_from_db()
    assert run.rows.filter(fate=Fate.UNDONE).count() == MANY - 1
    assert list(run.rows.filter(fate=Fate.KEPT).values_list("number", flat=True)) == [first.number]
    priorities = Ticket.objects.within(cast.it).exclude(pk=first.pk).values_list("priority", flat=True)
    assert set(priorities) == {2}
